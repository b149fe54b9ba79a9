// loading: import.meta
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

console.log(import.meta.url);

export default async function () {}
