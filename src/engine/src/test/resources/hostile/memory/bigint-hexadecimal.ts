// memory: parsing and multiplying hexadecimal digits
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const digits = "0x" + "f".repeat(6_000_000);
  try {
    BigInt({ valueOf: () => digits } as any);
  } catch {
    BigInt(digits) * BigInt(digits);
  }
}
