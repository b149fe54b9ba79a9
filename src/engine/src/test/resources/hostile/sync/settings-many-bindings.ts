// settings: more bindings than there are, each of them worth a warning
// ends: REFUSED

const bindings: Record<string, object> = {};
for (let i = 0; i < 1_900; i++) bindings[`binding ${i}`] = {};

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings };

export default async function () {}
