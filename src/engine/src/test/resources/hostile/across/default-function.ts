// the next run: properties of the workflow's own function
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

import * as main from "./tokenWorkflow";

export default async function () {
  const self: any = main.default;
  if (self.mark) throw new Error("breach: the function remembers");
  self.mark = 1;
  Object.setPrototypeOf(self, null);
}
