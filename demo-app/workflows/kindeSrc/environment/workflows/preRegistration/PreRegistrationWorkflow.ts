import {
  denyAccess,
  getEnvironmentVariable,
  type onUserPreRegistrationEvent,
  type WorkflowSettings,
  WorkflowTrigger,
} from "@kinde/infrastructure";
import { isListed } from "../../../shared/domains";

export const workflowSettings: WorkflowSettings = {
  id: "pre-registration",
  name: "Sign-up",
  trigger: WorkflowTrigger.UserPreRegistration,
  failurePolicy: { action: "stop" },
  bindings: {
    "kinde.auth": {},
    "kinde.env": {},
  },
};

/** Lets nobody sign up whose mail goes to a service of addresses that last ten minutes. */
export default async function preRegistration(event: onUserPreRegistrationEvent) {
  // Not every connection tells the address.
  const { email } = (event.context as { user?: { email?: string } }).user ?? {};
  if (email && isListed(email, getEnvironmentVariable("DISPOSABLE_DOMAINS").value ?? "")) {
    denyAccess("This address does not last. Sign up with one that you will still read next year.");
  }
}
