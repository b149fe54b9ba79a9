// loading: promises that never end
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

const f = (): Promise<void> => Promise.resolve().then(f);
f();

export default async function () {}
