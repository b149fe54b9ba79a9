// the host: objects that Intl gives
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const made: any[] = [
    new Intl.NumberFormat("en"),
    new Intl.DateTimeFormat("en").formatToParts(0),
    new Intl.Segmenter("en", { granularity: "word" }).segment("a b"),
    new Intl.PluralRules("en").resolvedOptions(),
    new Intl.ListFormat("en"),
    new Intl.Locale("en"),
    new Intl.DisplayNames("en", { type: "region" }),
  ];
  for (const object of made) {
    if (!(object instanceof Object)) throw new Error("breach: not of this realm");
    for (const name of ["getClass", "class", "wait", "notify", "hashCode"]) if (object[name] !== undefined) throw new Error(`breach: ${name}`);
  }
}
