// memory: regular expressions made in a loop
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: RegExp[] = [];
  for (let i = 0; ; i++) {
    const made = new RegExp(`(a{${i % 50}}|b${i})*`);
    made.test("ab");
    all.push(made);
  }
}
