// errors: a patched instanceof that loops when the error is read
// ends: EXCEPTION, CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  Object.defineProperty(Error, Symbol.hasInstance, { value: () => { for (;;); } });
  throw { plain: true };
}
