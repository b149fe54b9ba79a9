import {
  invalidateFormField,
  type onNewUsernameProvidedEvent,
  type WorkflowSettings,
  WorkflowTrigger,
} from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "new-username",
  name: "Name",
  trigger: WorkflowTrigger.NewUsernameProvided,
  failurePolicy: { action: "stop" },
  bindings: {
    "kinde.widget": {},
  },
};

const STAFF = ["admin", "administrator", "moderator", "root", "security", "staff", "support"];

/** Keeps people from calling themselves what others would take for the staff. */
export default async function newUsername(event: onNewUsernameProvidedEvent) {
  // Letters that only look different, as in "Ａdmin", become the same.
  const words = event.context.auth.suppliedUsername.normalize("NFKC").toLowerCase().split(/[^a-z]+/);
  if (words.some((word) => STAFF.includes(word))) {
    invalidateFormField("p_username", "Others would take you for our staff. Choose another name.");
  }
}
