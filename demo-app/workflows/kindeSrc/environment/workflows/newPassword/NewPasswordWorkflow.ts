import {
  invalidateFormField,
  type onNewPasswordProvidedEvent,
  type WorkflowSettings,
  WorkflowTrigger,
} from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "new-password",
  name: "New password",
  trigger: WorkflowTrigger.NewPasswordProvided,
  failurePolicy: { action: "stop" },
  bindings: {
    "kinde.widget": {},
  },
};

const MINIMUM_LENGTH = 12;

const GUESSED_FIRST = ["password", "passwort", "qwerty", "123456", "letmein", "claimflow"];

/** The house rule: long, and not what others would guess first. */
export default async function newPassword(event: onNewPasswordProvidedEvent) {
  const password = event.context.auth.firstPassword.toLowerCase();
  const { email } = (event.context as { user?: { email?: string } }).user ?? {};
  const name = email?.split("@")[0].toLowerCase();

  if (password.length < MINIMUM_LENGTH) {
    invalidateFormField("p_first_password", `Choose a password of at least ${MINIMUM_LENGTH} characters.`);
  }
  if (GUESSED_FIRST.some((guess) => password.includes(guess))) {
    invalidateFormField("p_first_password", "Leave out what everybody tries first.");
  }
  if (name && name.length > 2 && password.includes(name)) {
    invalidateFormField("p_first_password", "Leave out the name in your email address.");
  }
}
