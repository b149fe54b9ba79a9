// loading: a proxy as an error
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

throw new Proxy({}, {
  get() {
    for (;;);
  },
  has() {
    for (;;);
  },
});

export default async function () {}
