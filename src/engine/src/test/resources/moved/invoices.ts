// Declares less than it uses: the calls come with "kinde.env" and "url".
import { createKindeAPI, WorkflowTrigger, type WorkflowSettings } from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "invoices",
  name: "What the customer pays for",
  trigger: WorkflowTrigger.UserTokenGeneration,
  failurePolicy: { action: "stop" },
  bindings: { "kinde.accessToken": {}, "kinde.idToken": {}, "kinde.env": {}, url: {} },
};

interface Customer {
  billing?: { customer_id: string };
}

export default async function (event: Claimflow.Events["user:tokens_generation"]) {
  const api = await createKindeAPI(event);
  const { data: user } = await api.get<Customer>({ endpoint: `user?id=${event.context.user.id}&expand=billing` });
  const id = user.billing?.customer_id;
  if (!id) return;
  const [rights, contracts] = await Promise.all([
    api.get({ endpoint: `billing/entitlements?customer_id=${id}` }),
    api.get({ endpoint: `billing/agreements?customer_id=${id}` }),
  ]);
  const invoices = { customer: id, rights: rights.data?.entitlements ?? [], contracts: contracts.data?.agreements ?? [] };
  kinde.accessToken.setCustomClaim("invoices", invoices);
  kinde.idToken.setCustomClaim("invoices", invoices);
}
