// loading: an async function that never ends
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

(async () => {
  for (;;) await null;
})();

export default async function () {}
