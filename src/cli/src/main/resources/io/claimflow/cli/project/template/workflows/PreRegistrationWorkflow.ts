import { denyAccess, type onUserPreRegistrationEvent, type WorkflowSettings } from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "pre-registration",
  trigger: "user:pre_registration",
  bindings: { "kinde.auth": {} },
};

const DISPOSABLE = ["disposable.example", "mailinator.com"];

/** Lets nobody sign up with an address that does not last. */
export default async function (event: onUserPreRegistrationEvent) {
  const domain = event.context.user?.email?.split("@")[1]?.toLowerCase();
  if (domain && DISPOSABLE.includes(domain)) {
    denyAccess("This address does not last. Sign up with one that you will still read next year.");
  }
}
