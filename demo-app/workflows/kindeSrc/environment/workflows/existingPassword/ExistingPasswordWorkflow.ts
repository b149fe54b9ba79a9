import {
  type onExistingPasswordProvidedEvent,
  type WorkflowSettings,
  WorkflowTrigger,
} from "@kinde/infrastructure";
import { ask } from "../../../shared/internal";

export const workflowSettings: WorkflowSettings = {
  id: "existing-password",
  name: "Move users over",
  trigger: WorkflowTrigger.ExistingPasswordProvided,
  // Who is here already can sign in while the old system is away.
  failurePolicy: { action: "continue" },
  bindings: {
    "kinde.env": {},
    "kinde.fetch": {},
  },
};

interface OldUser {
  known: boolean;
  name: string;
  locale: string;
}

interface PasswordEvent {
  providedEmail: string;
  password: string;
  hashedPassword?: string;
  hasUserRecordInKinde: boolean;
}

/** Moves users over from the old system, each at their first sign-in, with the password they have. */
export default async function existingPassword(event: onExistingPasswordProvidedEvent) {
  const { providedEmail, password, hashedPassword, hasUserRecordInKinde } = event.context.auth as PasswordEvent;

  // Asked about everybody, so that the time a sign-in takes does not tell who is here.
  const user = await ask<OldUser>("old-users/check", { email: providedEmail, password });
  if (user.known && !hasUserRecordInKinde && hashedPassword) {
    const { name, locale } = user;
    await ask("moved-users", { email: providedEmail, hashedPassword, name, locale });
    console.info("A user has moved over from the old system");
  }
}
