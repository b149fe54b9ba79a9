import { invalidateFormField, type onNewPasswordProvidedEvent, type WorkflowSettings } from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "new-password",
  trigger: "user:new_password_provided",
  bindings: { "kinde.widget": {} },
};

const MINIMUM_LENGTH = 12;

/** Holds new passwords to the house rule. */
export default async function (event: onNewPasswordProvidedEvent) {
  if (event.context.auth.firstPassword.length < MINIMUM_LENGTH) {
    invalidateFormField("p_first_password", `Choose a password of at least ${MINIMUM_LENGTH} characters.`);
  }
}
