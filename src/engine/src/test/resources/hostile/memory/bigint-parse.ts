// memory: parsing very many digits
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  BigInt("7".repeat(4_000_000));
}
