// promises: a return value that never calls back
// ends: NEVER_SETTLES

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default () => ({ then() {} });
