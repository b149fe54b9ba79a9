// memory: comparing a number with very many digits
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  (1n as any) < "7".repeat(4_000_000);
}
