// loading: a loop at the top level
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

for (;;);

export default async function () {}
