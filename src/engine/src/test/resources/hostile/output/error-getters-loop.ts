// errors: an object whose properties loop
// ends: EXCEPTION, CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

const loop = () => {
  for (;;);
};

export default function () {
  throw Object.defineProperties({}, { claim: { get: loop }, message: { get: loop }, stack: { get: loop }, name: { get: loop } });
}
