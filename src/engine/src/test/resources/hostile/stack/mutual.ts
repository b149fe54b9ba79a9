// stack: two functions that call each other
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const ping = (n: number): number => pong(n + 1) + 1;
  const pong = (n: number): number => ping(n + 1) + 1;
  ping(0);
}
