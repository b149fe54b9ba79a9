// stack: Reflect.get in circles
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const x: any = Object.defineProperty({}, "y", { get: () => Reflect.get(x, "y", {}) });
  x.y;
}
