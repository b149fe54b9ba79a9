import {
  denyPlanCancellation,
  type onPlanCancellationRequest,
  type WorkflowSettings,
  WorkflowTrigger,
} from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "plan-cancellation",
  name: "The end of a plan",
  trigger: WorkflowTrigger.PlanCancellationRequest,
  failurePolicy: { action: "stop" },
  bindings: {
    "kinde.plan": {},
  } as WorkflowSettings["bindings"],
};

/** A team plan does not end at once: others would lose what they share. */
export default async function planCancellation(event: onPlanCancellationRequest) {
  if (event.context.billing.currentPlanCode === "team") {
    denyPlanCancellation("Others share what is in the team plan. Choose Pro first, and then Free.");
  }
}
