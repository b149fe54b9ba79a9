// code from text: constructors of functions of every kind
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const kinds = [function () {}, async () => {}, function* () {}, async function* () {}, class {}, console.log, Math.max];
  for (const kind of kinds) {
    let made: any;
    try {
      made = kind.constructor("return globalThis");
    } catch {
      continue;
    }
    throw new Error(`breach: ${made}`);
  }
}
