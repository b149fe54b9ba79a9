// the host: callers by way of arguments and caller
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {}, "kinde.fetch": {}, url: {}, util: {} },
};

export default async function () {
  let got: unknown[] = [];
  const spy = function () {
    for (const read of [
      () => (spy as any).caller,
      () => (spy as any).arguments,
      () => (kinde.fetch as any).caller,
      () => (kinde.fetch as any).arguments,
      () => (kinde.env.get as any).arguments,
      () => (kinde.auth.denyAccess as any).caller,
    ]) {
      try {
        got.push(read());
      } catch {}
    }
    return "X";
  };
  kinde.env.get({ toString: spy });
  try {
    kinde.fetch({ toString: spy });
  } catch {}
  got = got.filter((x) => x !== undefined && x !== null);
  if (got.length > 0) throw new Error(`breach: ${got.map(String)}`);
}
