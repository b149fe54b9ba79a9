// the host: calls with arguments of every kind
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {}, "kinde.fetch": {}, url: {}, util: {} },
};

export default async function () {
  const odd: any[] = [
    undefined, null, NaN, 1n, "", "\0", "\ud800", Symbol("x"), {}, [], () => {}, new Map(), new Proxy({}, {}), Object.create(null),
    [["a"]], [["a", "b", "c"]], [[]], [null], { a: {} }, { a: [] }, { a: Symbol("x") }, { "": "x" }, { __proto__: { a: "b" } },
  ];
  for (const one of odd) {
    for (const options of [one, { method: one }, { headers: one }, { body: one }, { method: "POST", body: { one } }, { responseFormat: one }]) {
      let error: any;
      try {
        kinde.fetch("http://127.0.0.1:1/", options).status;
      } catch (thrown) {
        error = thrown;
      }
      if (!(error instanceof Error)) throw new Error(`breach: ${typeof error}`);
      if (/binding failed|call failed/.test(error.message)) throw new Error(`breach: ${error.message}`);
    }
  }
}
