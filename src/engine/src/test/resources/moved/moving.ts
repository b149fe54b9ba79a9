import { createKindeAPI, fetch, getEnvironmentVariable, invalidateFormField, type onExistingPasswordProvidedEvent, WorkflowTrigger } from "@kinde/infrastructure";

export const workflowSettings = {
  id: "moving",
  trigger: WorkflowTrigger.ExistingPasswordProvided,
  bindings: { "kinde.widget": {}, "kinde.env": {}, "kinde.fetch": {}, url: {} },
};

export default async function (event: onExistingPasswordProvidedEvent) {
  const { providedEmail, password, hashedPassword, hasUserRecordInKinde } = event.context.auth;
  if (hasUserRecordInKinde) return;
  const { data: known } = await fetch(`${getEnvironmentVariable("CRM_URL").value}/logins`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: { email: providedEmail, password },
  });
  if (!known?.given_name) {
    invalidateFormField("p_password", "We do not know this address and password");
    return;
  }
  const api = await createKindeAPI(event);
  const { data: user } = await api.post({
    endpoint: "user",
    params: JSON.stringify({
      profile: { given_name: known.given_name },
      identities: [{ type: "email", is_verified: true, details: { email: providedEmail } }],
    }),
  });
  const { data: done } = await api.put({ endpoint: `users/${user.id}/password`, params: { hashed_password: hashedPassword } });
  console.log(done.message);
}
