// loading: an error whose properties throw
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

throw {
  get claim() {
    throw 1;
  },
  get message() {
    throw 2;
  },
};

export default async function () {}
