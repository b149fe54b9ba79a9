// errors: a thrown value with a giant text
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  throw Array.from({ length: 50_000 }, (_, i) => ({ i }));
}
