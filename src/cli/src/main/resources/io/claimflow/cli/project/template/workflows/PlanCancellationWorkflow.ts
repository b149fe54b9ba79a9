import { denyPlanCancellation, type onPlanCancellationRequest, type WorkflowSettings } from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "plan-cancellation",
  trigger: "user:plan_cancellation_request",
  bindings: { "kinde.plan": {} },
};

/** A team plan does not end at once: others would lose what they share. */
export default async function (event: onPlanCancellationRequest) {
  if (event.context.billing.currentPlanCode === "team") {
    denyPlanCancellation("Others share what is in the team plan. Choose another plan first.");
  }
}
