// regular expressions: an exec that always finds
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const always = /x/g;
  always.exec = () => Object.assign(["x"], { index: 0 }) as any;
  always[Symbol.match]("x");
}
