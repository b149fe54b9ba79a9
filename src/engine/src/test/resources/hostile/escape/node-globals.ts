// the host: globals of Node.js
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (const name of ["process", "require", "module", "exports", "Buffer", "global", "__dirname", "Deno", "Bun"]) {
    if (name in globalThis) throw new Error(`breach: ${name} is in reach`);
  }
}
