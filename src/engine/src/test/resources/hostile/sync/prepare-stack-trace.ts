// loading: a hook that loops when a stack is wanted
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

(Error as any).prepareStackTrace = () => {
  for (;;);
};
throw new Error("x").stack;

export default async function () {}
