// errors: a thrown object whose text loops
// ends: EXCEPTION, CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  throw { get [Symbol.toStringTag]() { for (;;); }, toString() { for (;;); } };
}
