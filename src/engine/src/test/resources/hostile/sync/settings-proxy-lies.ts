// settings: a proxy that says something else each time
// ends: COMPLETED, REFUSED

let asked = 0;
export const workflowSettings = new Proxy({}, {
  ownKeys: () => ["id", "trigger"],
  getOwnPropertyDescriptor: (_, key) => ({
    value: key === "id" ? `id ${asked++}` : ["m2m:token_generation", "user:tokens_generation", {}][asked++ % 3],
    enumerable: true,
    configurable: true,
  }),
});

export default async function () {}
