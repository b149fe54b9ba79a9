// memory: generators that wait
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: unknown[] = [];
  for (;;) {
    const generator = (function* () {
      yield new Array(100).fill(1.5);
    })();
    generator.next();
    all.push(generator);
  }
}
