// the end: a result whose then is called twice, once each way
// ends: COMPLETED, EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  return {
    then(fulfilled: () => void, rejected: (error: Error) => void) {
      rejected(new Error("one end"));
      fulfilled();
      throw new Error("and another");
    },
  } as any;
}
