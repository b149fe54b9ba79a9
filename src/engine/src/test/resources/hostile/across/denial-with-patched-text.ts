// denials: patches of what makes the reason a text
// ends: DENIED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.auth": {} } };

export default async function () {
  String.prototype.toString = () => {
    throw new Error("no text");
  };
  (Object.prototype as any)[Symbol.toPrimitive] = () => "";
  (globalThis as any).String = () => {
    throw new Error("no text");
  };
  kinde.auth.denyAccess("no");
}
