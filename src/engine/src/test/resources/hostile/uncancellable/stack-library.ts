// stack: a library that is loaded with no stack left
// ends: COMPLETED, EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { url: {} } };

export default async function () {
  const at = (): void => {
    try {
      at();
    } finally {
      new URL("https://bücher.example/?a=b").searchParams.get("a");
      console.log({ a: [1] });
    }
  };
  try {
    at();
  } catch {}
  if (new URL("https://example.com/").hostname !== "example.com") throw new Error("breach: half a library is left");
}
