import { denyPlanSelection, type onPlanSelection, type WorkflowSettings } from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "plan-selection",
  trigger: "user:plan_selection",
  bindings: { "kinde.plan": {} },
};

/** Sells the enterprise plan to those alone who have talked to sales. */
export default async function (event: onPlanSelection) {
  if (event.context.billing.requestedPlanCode === "enterprise") {
    denyPlanSelection("The enterprise plan begins with a call.", ["Write to sales.", "Choose the plan after the call."]);
  }
}
