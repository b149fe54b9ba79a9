// logs: sequences that terminals obey
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  console.log("\u001b[2J\u001b]0;title\u0007\u009b31m\u0000\b\u007f", { "\u001b[2J": "\u001b[1A" });
}
