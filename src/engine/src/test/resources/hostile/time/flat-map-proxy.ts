// time: a callback of flatMap that answers a proxy of a giant array
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const giant: any[] = new Array(4_294_967_295);
  return [1].flatMap(() => new Proxy(giant, {}));
}
