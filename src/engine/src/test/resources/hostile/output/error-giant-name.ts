// errors: a giant name of a function in the stack
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const f = { ["x".repeat(1_000_000)]() { throw new Error("x"); } };
  Object.values(f)[0]();
}
