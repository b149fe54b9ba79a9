import { invalidateFormField, type onNewUsernameProvidedEvent, type WorkflowSettings } from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "new-username",
  trigger: "user:new_username_provided",
  bindings: { "kinde.widget": {} },
};

const STAFF = ["admin", "moderator", "staff", "support"];

/** Keeps people from calling themselves what others would take for the staff. */
export default async function (event: onNewUsernameProvidedEvent) {
  const words = event.context.auth.suppliedUsername.normalize("NFKC").toLowerCase().split(/[^a-z]+/);
  if (words.some((word) => STAFF.includes(word))) {
    invalidateFormField("p_username", "Others would take you for our staff. Choose another name.");
  }
}
