// logs: halves of characters
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  console.log("\ud800", "\udfff", { "\ud800": "\udc00\ud800" });
}
