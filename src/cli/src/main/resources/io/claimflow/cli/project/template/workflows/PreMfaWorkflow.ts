import { type onUserPreMFA, setEnforcementPolicy, type WorkflowSettings } from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "pre-mfa",
  trigger: "user:pre_mfa",
  bindings: { "kinde.mfa": {} },
};

/** Asks for a second factor wherever people are, but in the office. */
export default async function (event: onUserPreMFA) {
  setEnforcementPolicy(event.request.ip.startsWith("192.0.2.") ? "skip" : "required");
}
