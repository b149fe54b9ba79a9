// logs: lines of characters that take four bytes each
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (let i = 0; i < 10; i++) console.log("\u{1f600}".repeat(100_000));
}
