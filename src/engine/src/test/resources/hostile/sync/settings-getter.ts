// settings: a getter that loops
// ends: REFUSED

export const workflowSettings = {
  get id() {
    for (;;);
  },
  trigger: "m2m:token_generation",
};

export default async function () {}
