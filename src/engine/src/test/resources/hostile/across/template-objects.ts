// the next run: marks on template objects
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

const tag = (strings: TemplateStringsArray, ..._: unknown[]) => strings;
const marks = new WeakSet();

export default async function () {
  const strings = tag`a${1}b`;
  if (marks.has(strings)) throw new Error("breach: the template remembers");
  marks.add(strings);
  try {
    (strings as any).mark = 1;
    (strings.raw as any).mark = 1;
  } catch {}
  if ((tag`a${1}b` as any).mark) throw new Error("breach: a mark");
}
