// errors: such an object, thrown before there is a promise
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

const again: any = {
  get claim() {
    throw again;
  },
  get message() {
    throw again;
  },
  toString() {
    throw again;
  },
};

export default function () {
  throw again;
}
