// memory: the bytes of a typed array as properties
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  return Object.assign({}, new Uint8Array(8_000_000));
}
