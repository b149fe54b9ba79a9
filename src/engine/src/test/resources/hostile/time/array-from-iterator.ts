// built-ins: Array.from over an endless iterator
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  Array.from({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) } as any);
}
