// settings: a cycle
// ends: COMPLETED, REFUSED

const settings: any = { id: "hostile", trigger: "m2m:token_generation", bindings: {} };
settings.bindings.self = settings;
export const workflowSettings = settings;

export default async function () {}
