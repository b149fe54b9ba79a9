// the next run: a call that one run leaves under way
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  kinde.fetch(kinde.env.get("PARTNER").value).then((result: any) => ((globalThis as any).later = result));
  if ((globalThis as any).later) throw new Error("breach: the answer to another run");
}
