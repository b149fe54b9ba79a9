import {
  denyAccess,
  getEnvironmentVariable,
  type onPostAuthenticationEvent,
  type WorkflowSettings,
  WorkflowTrigger,
} from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "post-authentication",
  name: "Risky sign-ins",
  trigger: WorkflowTrigger.PostAuthentication,
  failurePolicy: { action: "stop" },
  bindings: {
    "kinde.auth": {},
    "kinde.env": {},
  },
};

/** What an identity provider says about a user; the types of the library do not have it yet. */
interface Provider {
  provider: string;
  data: { idToken?: { claims: { groups?: string[] } } };
}

/**
 * Refuses two kinds of sign-ins that seldom are the user's own, right password or not: by a program
 * that does not even claim to be a browser, and from a network with a bad name. And of the partner's
 * users, it lets those in whom the partner has given access.
 */
export default async function postAuthentication(event: onPostAuthenticationEvent) {
  const { ip, userAgent } = event.request;

  if (!userAgent?.startsWith("Mozilla/")) {
    denyAccess("This does not look like a browser. Sign in with one.");
  } else if (isRisky(ip)) {
    denyAccess("Sign-ins from this network are blocked. Use another one, or ask your administrator.");
  }

  const { provider } = event.context.auth as { provider?: Provider };
  if (provider?.provider === "partner" && !provider.data.idToken?.claims.groups?.includes("portal")) {
    denyAccess("Your company has not given you access to this portal. Ask its administrator.");
  }
}

/** RISKY_NETWORKS is a list of beginnings of addresses, such as "203.0.113., 198.51.100.7". */
function isRisky(ip: string): boolean {
  const networks = getEnvironmentVariable("RISKY_NETWORKS").value ?? "";
  return networks
    .split(",")
    .map((network) => network.trim())
    .some((network) => network !== "" && ip.startsWith(network));
}
