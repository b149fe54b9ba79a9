// stack: a toJSON that stringifies itself
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const x = { toJSON: (): string => JSON.stringify(x) };
  JSON.stringify(x);
}
