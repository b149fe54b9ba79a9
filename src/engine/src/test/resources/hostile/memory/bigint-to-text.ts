// memory: writing very many digits
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  String(7n ** 20_000_000n);
}
