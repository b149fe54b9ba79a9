// requests: options that say something else each time
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  let asked = 0;
  const url = { toString: () => (asked++ === 0 ? kinde.env.get("PARTNER").value : kinde.env.get("INTERNAL").value) };
  const options = new Proxy({}, { get: (_, key) => (key === "method" ? (asked++ % 2 ? "GET" : "TRACE") : undefined) });
  for (let i = 0; i < 5; i++) {
    try {
      kinde.fetch(url, options).status;
    } catch {}
  }
}
