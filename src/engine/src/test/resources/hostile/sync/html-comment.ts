// compiling: a comment that only old scripts have
// ends: COMPLETED, REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

const x = 1;
<!-- for (;;);
x;

export default async function () {}
