// the host: stacks written on objects of one's own
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {}, "kinde.fetch": {}, url: {}, util: {} },
};

export default async function () {
  const target: any = {};
  const spy = () => {
    (Error as any).captureStackTrace?.(target);
    return "X";
  };
  kinde.env.get({ toString: spy });
  if (target.stack !== undefined && typeof target.stack !== "string") throw new Error("breach: a stack that is not text");
  if (/\.java|io\.claimflow|com\.oracle|\/home|\/root|\/tmp/.test(String(target.stack))) throw new Error("breach: places of the host");
}
