// loading: memory
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

const all: unknown[] = [];
for (;;) all.push(new Array(1000).fill(1.5));

export default async function () {}
