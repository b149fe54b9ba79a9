// memory: a getter of one source makes the next ones longer
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const later: number[] = [];
  const first = {
    get a() {
      for (let i = 0; i < 1_000_000; i++) later.push(i);
      return 1;
    },
  };
  return Object.assign({}, first, later);
}
