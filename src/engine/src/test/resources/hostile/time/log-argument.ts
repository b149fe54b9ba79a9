// bindings: a value whose text loops in the console
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  console.log({ [Symbol.toStringTag]: "x", get name() { for (;;); } }, { constructor: { get name() { for (;;); } } });
  for (;;) console.log("%s %d %j", {}, 1n, [1]);
}
