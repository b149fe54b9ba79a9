// loading: an error with a giant message
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

throw new Error("x".repeat(5_000_000));

export default async function () {}
