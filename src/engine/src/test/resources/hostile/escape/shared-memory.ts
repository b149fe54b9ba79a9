// the host: shared memory and blocking waits
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (const name of ["SharedArrayBuffer", "Atomics", "WebAssembly", "Worker", "ShadowRealm", "importScripts"]) {
    if (name in globalThis) throw new Error(`breach: ${name} is in reach`);
  }
}
