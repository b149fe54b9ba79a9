import { denyPlanSelection, type onPlanSelection, type WorkflowSettings, WorkflowTrigger } from "@kinde/infrastructure";
import { ask } from "../../../shared/internal";

export const workflowSettings: WorkflowSettings = {
  id: "plan-selection",
  name: "Plans",
  trigger: WorkflowTrigger.PlanSelection,
  failurePolicy: { action: "stop" },
  bindings: {
    "kinde.plan": {},
    "kinde.env": {},
    "kinde.fetch": {},
  } as WorkflowSettings["bindings"],
};

/** The team plan is about what belongs to others: it takes an account with a second factor. */
export default async function planSelection(event: onPlanSelection) {
  const { user, billing } = event.context;
  if (billing.requestedPlanCode !== "team") {
    return;
  }
  const { secondFactor } = await ask<{ secondFactor: boolean }>("account/security", { user: user.id });
  if (!secondFactor) {
    denyPlanSelection("The team plan needs an account with a second factor.", [
      "Turn one on in your account.",
      "Then choose the plan again.",
    ]);
  }
}
