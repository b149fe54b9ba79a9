import { denyAccess, getEnvironmentVariable, type onUserPreRegistrationEvent } from "@kinde/infrastructure";

export const workflowSettings = {
  id: "addresses",
  trigger: "user:pre_registration",
  bindings: { "kinde.env": {}, "kinde.auth": {} },
};

export default async function (event: onUserPreRegistrationEvent) {
  const refused = (getEnvironmentVariable("REFUSED").value ?? "").split(",").map((domain) => domain.trim());
  const [, domain] = event.context.user?.email?.split("@") ?? [];
  if (domain && refused.includes(domain)) denyAccess("Use an address that stays");
}
