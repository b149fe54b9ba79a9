// errors: a hook that throws when the stack is made
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  (Error as any).prepareStackTrace = () => {
    throw new Error("from the hook");
  };
  throw new Error("x");
}
