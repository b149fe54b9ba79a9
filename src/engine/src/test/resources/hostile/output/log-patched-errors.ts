// logs: errors whose stack, name and message are not texts
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (const part of ["stack", "name", "message"]) {
    for (const value of [1n, Symbol("x"), {}, null, () => {}, "x".repeat(1_000_000)]) {
      try {
        console.error(Object.defineProperty(new Error("x"), part, { get: () => value }));
      } catch {}
    }
  }
}
