// stack: a long chain of bound functions
// ends: COMPLETED, EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let bound: any = () => 1;
  for (let i = 0; i < 20_000; i++) bound = bound.bind(null);
  bound();
}
