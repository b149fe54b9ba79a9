// errors: a message that looks like lines of the server
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  throw new Error("x\r\n2026-01-01 INFO all is well\u2028\u001b[2J");
}
