// errors: an object whose every property throws
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  throw new Proxy(new Error("x"), {
    get() { throw new Error("from a trap"); },
    has() { throw new Error("from a trap"); },
    getPrototypeOf() { throw new Error("from a trap"); },
    ownKeys() { throw new Error("from a trap"); },
  });
}
