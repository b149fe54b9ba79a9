// memory: a buffer that is resized
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const buffer = new (ArrayBuffer as any)(8, { maxByteLength: 2 ** 27 });
  const all: ArrayBuffer[] = [];
  for (let i = 1; ; i++) {
    buffer.resize((i * 1_000_000) % 2 ** 27);
    all.push(buffer.slice(0));
  }
}
