// denials: very many
// ends: DENIED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.auth": {} } };

export default async function () {
  for (let i = 0; i < 20_000; i++) kinde.auth.denyAccess(`no ${i}`);
}
