// loading: bindings, which exist in runs only
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

kinde.auth.denyAccess("no");

export default async function () {}
