// the next run: variables of a module
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

let seen = 0;
const list: unknown[] = [];
let kept: unknown;

export default async function (event: any) {
  if (seen++ > 0 || list.length > 0 || kept !== undefined) throw new Error("breach: the module remembers");
  list.push(event);
  kept = new WeakRef(event);
}
