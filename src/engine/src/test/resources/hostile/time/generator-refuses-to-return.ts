// cancelling: a generator whose return loops
// ends: CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  function* stubborn() {
    try {
      yield 1;
    } finally {
      for (;;);
    }
  }
  for (const _ of stubborn()) break;
}
