// loading: an error with line breaks and terminal escapes
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

throw new Error("\u001b[2J\r\nERROR all is well");

export default async function () {}
