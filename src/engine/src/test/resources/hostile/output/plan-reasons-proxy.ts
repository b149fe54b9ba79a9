// effects: reasons of a proxy that never ends
// ends: DENIED, EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "user:plan_selection", bindings: { "kinde.plan": {} } };

export default async function () {
  kinde.plan.denySelection("no", new Proxy([], { get: (_, key) => (key === "length" ? 2 ** 40 : key === Symbol.iterator ? undefined : "x") }));
  for (;;) kinde.plan.denySelection("no", new Proxy([], { get: () => function* () { for (;;) yield "x"; } }));
}
