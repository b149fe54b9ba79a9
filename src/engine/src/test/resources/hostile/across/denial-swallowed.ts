// denials: patches that should take one back
// ends: DENIED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.auth": {} } };

export default async function () {
  kinde.auth.denyAccess("no");
  kinde.auth.denyAccess = () => {};
  kinde.auth.denyAccess("yes");
  delete kinde.auth;
  (globalThis as any).kinde = {};
  JSON.stringify = () => "{}";
  (Object.prototype as any).then = (done: () => void) => done();
}
