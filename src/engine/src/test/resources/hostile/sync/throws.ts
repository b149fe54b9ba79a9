// loading: an error
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

throw new Error("at the top");

export default async function () {}
