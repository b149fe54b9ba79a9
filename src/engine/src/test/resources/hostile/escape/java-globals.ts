// the host: Java's globals
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (const name of ["Java", "Packages", "java", "javax", "com", "org", "JavaImporter", "Polyglot", "Graal"]) {
    if (name in globalThis) throw new Error(`breach: ${name} is in reach`);
  }
}
