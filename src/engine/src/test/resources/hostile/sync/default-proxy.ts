// the default export: a proxy that loops
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default new Proxy(async () => {}, {
  getOwnPropertyDescriptor() {
    for (;;);
  },
  get() {
    for (;;);
  },
});
