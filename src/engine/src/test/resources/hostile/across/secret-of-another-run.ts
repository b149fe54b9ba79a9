// the next run: a secret that one run has read
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.env": {} } };

export default async function () {
  const store = globalThis as any;
  if (store.key || RegExp.$1 || (Symbol as any).key) throw new Error("breach: a secret of another run");
  store.key = (Symbol as any).key = kinde.env.get("API_KEY").value;
  /(.*)/.exec(store.key);
}
