// errors: causes in a circle
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const error = new Error("x");
  error.cause = new AggregateError([error], "y", { cause: error });
  throw error;
}
