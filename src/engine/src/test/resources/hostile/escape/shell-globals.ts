// the host: functions of the shell
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const names = ["load", "loadWithNewGlobal", "print", "printErr", "quit", "exit", "readline", "readbuffer", "read", "write"];
  for (const name of [...names, "console.assert", "setImmediate", "requestAnimationFrame"]) {
    if (name in globalThis) throw new Error(`breach: ${name} is in reach`);
  }
}
