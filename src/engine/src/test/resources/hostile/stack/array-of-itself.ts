// stack: flat of an array that has itself in it
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const array: any[] = [];
  array.push(array);
  array.flat(Infinity);
}
