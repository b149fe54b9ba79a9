import { createKindeAPI, fetch, getEnvironmentVariable, type onPostAuthenticationEvent, WorkflowTrigger } from "@kinde/infrastructure";

export const workflowSettings = {
  id: "welcome",
  trigger: WorkflowTrigger.PostAuthentication,
  bindings: { "kinde.env": {}, "kinde.fetch": {}, url: {} },
};

export default async function (event: onPostAuthenticationEvent) {
  if (!event.context.auth.isNewUserRecordCreated) return;
  const api = await createKindeAPI(event);
  const { data: user } = await api.get({ endpoint: `user?id=${event.context.user.id}` });
  await fetch(`${getEnvironmentVariable("CRM_URL")?.value}/contacts`, {
    method: "POST",
    headers: { Authorization: `Bearer ${getEnvironmentVariable("STORE_KEY")?.value}`, "Content-Type": "application/json" },
    body: { properties: { email: user.preferred_email, missing: undefined } },
  });
}
