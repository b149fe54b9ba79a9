import { invalidateFormField, type onExistingPasswordProvidedEvent, type WorkflowSettings } from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "existing-password",
  trigger: "user:existing_password_provided",
  bindings: { "kinde.widget": {} },
};

/** Sends those away who sign in with an address of a company that has moved. */
export default async function (event: onExistingPasswordProvidedEvent) {
  if (event.context.auth.providedEmail?.endsWith("@moved.example")) {
    invalidateFormField("p_password", "Your company signs in with its own identity provider now.");
  }
}
