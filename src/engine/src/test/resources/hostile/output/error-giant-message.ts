// errors: a giant message
// ends: EXCEPTION, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  throw new Error("x".repeat(5_000_000));
}
