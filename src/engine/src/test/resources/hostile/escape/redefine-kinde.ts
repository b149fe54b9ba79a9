// the scope: another object as kinde
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.env": {} } };

export default async function () {
  const { env } = kinde;
  (globalThis as any).kinde = new Proxy({}, { get: () => env });
  kinde.fetch?.get?.("PATH");
  delete (globalThis as any).kinde;
  if (env.get("PATH").value !== undefined) throw new Error("breach: variables of the process");
}
