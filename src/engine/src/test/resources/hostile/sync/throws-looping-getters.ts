// loading: an error whose properties loop
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

throw {
  get claim() {
    for (;;);
  },
  get stack() {
    for (;;);
  },
};

export default async function () {}
