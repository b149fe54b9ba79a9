// claims: other globals in place of those that bindings use
// ends: COMPLETED, EXCEPTION

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {} },
};

export default async function () {
  for (const name of ["Object", "Array", "String", "Number", "JSON", "Reflect", "Promise", "Error", "TypeError", "Symbol", "RegExp"]) {
    (globalThis as any)[name] = new Proxy(function () {}, { get: () => () => ({ breach: true }), apply: () => "breach" });
  }
  kinde.m2mToken.setCustomClaim("plan", "pro");
  console.log("%s", kinde.env.get("REGION").value);
}
