// the default export: a class
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default class {}
