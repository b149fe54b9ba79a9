// memory: flattening nested arrays in a loop
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let nested: any = [1, 2, 3];
  for (let i = 0; i < 15; i++) nested = [nested, nested];
  const all: unknown[] = [];
  for (;;) all.push(nested.flat(Infinity));
}
