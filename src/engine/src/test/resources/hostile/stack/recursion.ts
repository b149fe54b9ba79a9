// stack: a function that calls itself
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const f = (): unknown => [f()];
  f();
}
