// the engine: the object that links modules
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

import * as self from "./tokenWorkflow";

export default async function () {
  const { require, define } = self as any;
  if (require || define) throw new Error("breach: the linker");
  if (Object.getPrototypeOf(self) !== null) throw new Error("breach: a prototype");
  for (const key of Reflect.ownKeys(self)) {
    if (!["default", "workflowSettings"].includes(String(key))) throw new Error(`breach: ${String(key)}`);
  }
}
