// stack: a text in the console that logs
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const x = { toString: (): string => console.log(`${x}`) as any };
  console.log(`${x}`);
}
