// stack: a comparator that sorts
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const compare = (): number => {
    [2, 1].sort(compare);
    return 0;
  };
  [2, 1].sort(compare);
}
