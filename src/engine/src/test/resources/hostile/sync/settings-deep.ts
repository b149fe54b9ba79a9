// settings: very deep
// ends: COMPLETED, REFUSED

const deep = (n: number): object => (n > 0 ? { deep: deep(n - 1) } : {});
export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: deep(1_000) };

export default async function () {}
