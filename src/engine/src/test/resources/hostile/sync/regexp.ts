// loading: a regular expression
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

/^(\w+\s?)*\1$/.test("word ".repeat(40) + "!");

export default async function () {}
