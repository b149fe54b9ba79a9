// errors: an object that is thrown again when it is looked at
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const again: any = Object.create(null, {
    claim: { get() { throw again; } },
    message: { get() { throw again; } },
    stack: { get() { throw again; } },
    name: { get() { throw again; } },
    toString: { get() { throw again; } },
    [Symbol.toPrimitive]: { get() { throw again; } },
  });
  throw again;
}
