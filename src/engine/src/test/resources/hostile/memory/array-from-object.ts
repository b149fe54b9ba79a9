// memory: an object with very many properties from what says that it is a giant array
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  return (Array.from as any).call(Object, { length: 2 ** 53 - 1 });
}
