// logs: an error whose stack throws
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  console.error(Object.defineProperty(new Error("x"), "stack", { get() { throw new Error("from the stack"); } }));
}
