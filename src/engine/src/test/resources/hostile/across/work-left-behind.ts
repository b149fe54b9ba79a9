// the next run: promises and finalizers that one run leaves
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const g = globalThis as any;
  if (g.later) throw new Error("breach: work of another run");
  g.registry = new FinalizationRegistry(() => (g.later = true));
  for (let i = 0; i < 100; i++) g.registry.register({}, i);
  new Promise(() => {}).then(() => (g.later = true));
  Promise.reject(new Error("nobody looks"));
}
