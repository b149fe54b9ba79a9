import { denyPlanSelection, type onPlanSelection, WorkflowTrigger } from "@kinde/infrastructure";

export const workflowSettings = { id: "plans", trigger: WorkflowTrigger.PlanSelection, bindings: { "kinde.plan": {} } };

export default async function (event: onPlanSelection) {
  const { currentPlanCode, requestedPlanCode } = event.context.billing;
  denyPlanSelection(`From ${currentPlanCode} to ${requestedPlanCode} takes two steps:`, ["Remove seats", "Remove projects"]);
}
