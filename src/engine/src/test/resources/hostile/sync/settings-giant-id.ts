// settings: an id of five million characters
// ends: REFUSED

export const workflowSettings = { id: "x".repeat(5_000_000), trigger: "m2m:token_generation" };

export default async function () {}
