// denials: the library's denial after its own pollution
// ends: DENIED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.auth": {} } };

import { denyAccess } from "@kinde/infrastructure";

export default async function () {
  (Array.prototype as any)[Symbol.iterator] = function* () {};
  Function.prototype.apply = () => undefined;
  Function.prototype.call = () => undefined;
  Reflect.apply = () => undefined;
  denyAccess("no");
}
