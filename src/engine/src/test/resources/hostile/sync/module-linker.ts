// compiling: the name of what links modules
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

declare const $module: any;
if (typeof $module !== "undefined") {
  $module.require("/etc/passwd");
  throw new Error("breach: the linker is in reach");
}

export default async function () {}
