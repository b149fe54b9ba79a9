// loading: recursion
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

const f = (): unknown => [f()];
f();

export default async function () {}
