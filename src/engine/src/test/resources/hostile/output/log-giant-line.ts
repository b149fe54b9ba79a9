// logs: a giant line
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  console.log("x".repeat(100_000));
  console.error("x".repeat(100_000), "more");
}
