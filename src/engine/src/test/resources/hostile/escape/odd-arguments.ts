// the host: arguments of every kind
// ends: COMPLETED

declare const kinde: any;
declare const util: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, util: {}, url: {} },
};

export default async function () {
  const odd: any[] = [
    undefined, null, NaN, -0, 1n, "", "\0", "\ud800", Symbol("x"), {}, [], () => {}, class {}, new Map(), new Date(NaN),
    /x/, new Proxy({}, {}), new Proxy(() => {}, {}), Object.create(null), new Uint8Array(2), new Error("x"), globalThis,
    Promise.resolve(1), new WeakMap(), function* () {}, kinde, kinde.fetch, console, new URL("https://example.com"),
    Object.freeze({ length: -1 }), { length: 2 ** 53 }, document_all(),
  ];
  function document_all() {
    return new Proxy([], { get: (_, key) => (key === Symbol.toPrimitive ? () => "x" : undefined) });
  }
  for (const one of odd) {
    for (const other of [undefined, ...odd.slice(0, 3)]) {
      for (const use of [
        () => kinde.env.get(one, other),
        () => console.log(one, other),
        () => util.format(one, other),
        () => kinde.m2mToken.setCustomClaim(one, other),
      ]) {
        try {
          use();
        } catch (error) {
          if (!(error instanceof Error)) throw new Error(`breach: ${typeof error}`);
          if (/binding failed/.test(error.message)) throw new Error(`breach: ${use} with ${typeof one}`);
        }
      }
    }
  }
  for (const name of Object.keys(kinde.m2mToken.getCustomClaims())) delete kinde.m2mToken.getCustomClaims()[name];
  kinde.m2mToken.setCustomClaim("ok", true);
}
