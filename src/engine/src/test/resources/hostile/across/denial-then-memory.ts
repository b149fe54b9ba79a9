// denials: no memory after one
// ends: DENIED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.auth": {} } };

export default async function () {
  kinde.auth.denyAccess("no");
  const all: unknown[] = [];
  for (;;) all.push(new Array(1000).fill(1.5));
}
