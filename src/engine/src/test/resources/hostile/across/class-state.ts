// the next run: static members and private ones
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

class Counter {
  static #count = 0;
  static count() {
    return ++Counter.#count;
  }
}

export default async function () {
  if (Counter.count() !== 1) throw new Error("breach: the class remembers");
}
