import {
  accessTokenCustomClaims,
  denyAccess,
  getEnvironmentVariable,
  idTokenCustomClaims,
  type onUserTokenGeneratedEvent,
  type WorkflowSettings,
  WorkflowTrigger,
} from "@kinde/infrastructure";
import { isListed } from "../../../shared/domains";

export const workflowSettings: WorkflowSettings = {
  id: "user-tokens",
  name: "User tokens",
  trigger: WorkflowTrigger.UserTokenGeneration,
  failurePolicy: { action: "stop" },
  bindings: {
    "kinde.accessToken": {},
    "kinde.idToken": {},
    "kinde.auth": {},
    "kinde.env": {},
  },
};

interface AccessClaims {
  scope?: string | string[];
  permissions?: string[];
  roles: string[];
  plan?: string;
}

interface IdClaims {
  email?: string;
  name?: string;
  locale?: string;
  greeting: string;
}

/** Keeps blocked domains out, and gives applications the claims they need and no more. */
export default async function userTokens(event: onUserTokenGeneratedEvent) {
  const accessToken = accessTokenCustomClaims<AccessClaims>();
  const idToken = idTokenCustomClaims<IdClaims>();

  const address = idToken.email ?? event.context.user.id;
  if (isListed(address, getEnvironmentVariable("BLOCKED_DOMAINS").value ?? "")) {
    denyAccess("People of this email domain cannot sign in here. Ask your administrator for access.");
    return;
  }

  // The server puts every single permission into the access token. Roles say the same in a
  // fraction of the size.
  accessToken.roles = rolesOf(accessToken.permissions ?? []);
  delete accessToken.permissions;
  // Whoever has chosen a plan has it in the token already.
  accessToken.plan ??= getEnvironmentVariable("DEFAULT_PLAN").value ?? "free";
  if (Array.isArray(accessToken.scope)) {
    accessToken.scope = accessToken.scope.join(" ");
  }

  if (idToken.name) {
    idToken.greeting = event.context.auth.isExistingSession
      ? `Welcome back, ${idToken.name}!`
      : `Hello, ${idToken.name}!`;
  }
  // The server writes "en_GB". OpenID Connect wants a BCP 47 language tag: "en-GB".
  if (idToken.locale?.includes("_")) {
    idToken.locale = idToken.locale.replace("_", "-");
  }
}

function rolesOf(permissions: string[]): string[] {
  const roles = ["viewer"];
  if (permissions.some((permission) => permission.startsWith("write:"))) {
    roles.push("editor");
  }
  if (permissions.includes("write:billing")) {
    roles.push("billing");
  }
  return roles;
}
