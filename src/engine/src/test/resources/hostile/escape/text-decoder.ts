// the host: memory that nobody has cleared
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const bytes = new Uint8Array(100_000);
  if (bytes.some((byte) => byte !== 0)) throw new Error("breach: memory of others");
  const { buffer } = new TextEncoder().encode("x");
  if (buffer.byteLength > 64) throw new Error("breach: a larger buffer");
}
