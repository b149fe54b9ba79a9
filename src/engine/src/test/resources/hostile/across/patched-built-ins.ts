// the next run: patched built-ins
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

const builtIns: any[] = [
  [Math, "max"], [JSON, "parse"], [JSON, "stringify"], [Date, "now"], [Object, "keys"], [Reflect, "apply"],
  [Array.prototype, "map"], [String.prototype, "slice"], [Promise.prototype, "then"], [RegExp.prototype, "exec"],
];

export default async function () {
  for (const [object, name] of builtIns) {
    if (!/\[native code\]/.test(Function.prototype.toString.call(object[name]))) throw new Error(`breach: ${name} is patched`);
  }
  for (const [object, name] of builtIns) object[name] = () => "patched";
}
