import { createKindeAPI, m2mTokenClaims, type onM2MTokenGeneratedEvent, WorkflowTrigger } from "@kinde/infrastructure";

export const workflowSettings = {
  id: "partner",
  trigger: WorkflowTrigger.M2MTokenGeneration,
  bindings: { "kinde.m2mToken": {}, "kinde.fetch": {}, "kinde.env": {}, url: {} },
};

export default async function Workflow(event: onM2MTokenGeneratedEvent) {
  const api = await createKindeAPI(event);
  const { clientId } = event.context.application;
  const { data } = await api.get({ endpoint: `applications/${clientId}/properties` });
  const code = data.properties.find((property: { key: string }) => property.key === "partner").value;
  const { data: partner } = await api.get({ endpoint: "organization", params: { code } });
  const token = m2mTokenClaims<{ partner: { code: string; name: string } }>();
  token.partner = { code, name: partner.name };
}
