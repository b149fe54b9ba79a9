// loading: null as an error
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

throw null;

export default async function () {}
