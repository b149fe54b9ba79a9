// compiling: an enum whose members are computed without an end
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

const f = (): number => { for (;;); };
enum Loops { A = f() }

export default async function () {}
