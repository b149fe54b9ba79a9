// loading: a wait at the top level
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

await new Promise(() => {});

export default async function () {}
