import {
  getEnvironmentVariable,
  type onUserPreMFA,
  setEnforcementPolicy,
  type WorkflowSettings,
  WorkflowTrigger,
} from "@kinde/infrastructure";
import { ask } from "../../../shared/internal";

export const workflowSettings: WorkflowSettings = {
  id: "pre-mfa",
  name: "Second factor",
  trigger: WorkflowTrigger.UserPreMFA,
  failurePolicy: { action: "stop" },
  bindings: {
    "kinde.mfa": {},
    "kinde.env": {},
    "kinde.fetch": {},
  },
};

/** Whoever has given the second factor a moment ago, with the same browser, is not asked again. */
export default async function preMfa(event: onUserPreMFA) {
  const { ip, userAgent } = event.request;
  const { minutes } = await ask<{ minutes?: number }>("second-factor/age", {
    user: event.context.user.id,
    address: ip,
    userAgent: userAgent ?? "",
  });
  const grace = Number(getEnvironmentVariable("SECOND_FACTOR_GRACE_MINUTES").value ?? 0);
  setEnforcementPolicy(minutes !== undefined && minutes < grace ? "skip" : "required");
}
