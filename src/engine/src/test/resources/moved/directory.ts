import { createKindeAPI, type onPostAuthenticationEvent, WorkflowTrigger } from "@kinde/infrastructure";

export const workflowSettings = {
  id: "directory",
  trigger: WorkflowTrigger.PostAuthentication,
  bindings: { "kinde.env": {}, url: {} },
};

const wanted = new Map([
  ["department", "org_unit"],
  ["memberof", "teams"],
]);

export default async function (event: onPostAuthenticationEvent) {
  const { provider } = event.context.auth;
  const properties: Record<string, string> = {};
  if (provider?.protocol === "saml") {
    for (const { name, values } of provider.data.assertion?.attributeStatements.flatMap((one) => one.attributes) ?? []) {
      const key = wanted.get(name.toLowerCase());
      if (key) properties[key] = values.map(({ value }) => value).join(";");
    }
  }
  for (const [claim, value] of Object.entries(provider?.data.idToken?.claims ?? {})) {
    const key = wanted.get(claim);
    if (key) properties[key] = Array.isArray(value) ? value.join(";") : String(value);
  }
  if (Object.keys(properties).length === 0) return;
  const api = await createKindeAPI(event);
  await api.patch({ endpoint: `users/${event.context.user.id}/properties`, params: { properties } });
}
