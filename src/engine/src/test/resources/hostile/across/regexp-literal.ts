// the next run: the place of a sticky expression
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

const sticky = /x/gy;

export default async function () {
  if (sticky.lastIndex !== 0 || /x/g.lastIndex !== 0) throw new Error("breach: the expression remembers");
  sticky.exec("xx");
}
