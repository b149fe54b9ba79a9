// errors: an aggregate of very many
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  await Promise.any(Array.from({ length: 2_000 }, (_, i) => Promise.reject(new Error(`${i}`))));
}
