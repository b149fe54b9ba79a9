// the host: objects of the engine by way of weak references and finalizers
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.env": {} } };

export default async function () {
  const held: unknown[] = [];
  const registry = new FinalizationRegistry((value) => held.push(value));
  for (let i = 0; i < 1_000; i++) registry.register({}, i);
  await null;
  const reference = new WeakRef(kinde.env);
  if (reference.deref() !== kinde.env) throw new Error("breach: another object");
  if (held.some((value) => typeof value !== "number")) throw new Error("breach: not a value of mine");
}
