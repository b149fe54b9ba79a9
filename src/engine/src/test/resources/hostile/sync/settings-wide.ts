// settings: very many bindings
// ends: COMPLETED, REFUSED

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: Object.fromEntries(Array.from({ length: 500_000 }, (_, i) => [`kinde.${i}`, {}])),
};

export default async function () {}
