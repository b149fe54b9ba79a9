// settings: more getters than anyone wants to read about
// ends: REFUSED

const many: Record<string, unknown> = {};
for (let i = 0; i < 5_000; i++) Object.defineProperty(many, `g${i}`, { get: () => 1, enumerable: true });

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: many };

export default async function () {}
