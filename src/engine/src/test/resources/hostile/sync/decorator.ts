// loading: a decorator that loops
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

@((_: unknown) => { for (;;); })
class Decorated {}

export default async function () {}
