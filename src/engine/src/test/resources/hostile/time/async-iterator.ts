// promises: an async iterator without an end
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const endless = { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: 0 }) }) };
  for await (const _ of endless);
}
