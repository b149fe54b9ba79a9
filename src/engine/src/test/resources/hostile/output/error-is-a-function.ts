// errors: a thrown function and symbol
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  throw Object.assign(() => Symbol('x'), { [Symbol.toPrimitive]: Symbol('y') });
}
