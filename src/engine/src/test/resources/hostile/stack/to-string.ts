// stack: a toString that writes itself
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const x = { toString: (): string => `${x}` };
  `${x}`;
}
