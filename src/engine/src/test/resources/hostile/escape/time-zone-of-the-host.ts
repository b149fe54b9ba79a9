// the host: its files by way of time zones and locales
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (const timeZone of ["../../etc/passwd", "/etc/localtime", "Europe/../../x"]) {
    let format: unknown;
    try {
      format = new Intl.DateTimeFormat("en", { timeZone });
    } catch {
      continue;
    }
    throw new Error(`breach: ${format}`);
  }
  for (const locale of ["../../x", "en-x-../../etc", "classpath:x"]) {
    try {
      new Intl.NumberFormat(locale);
    } catch {
      continue;
    }
    throw new Error(`breach: ${locale}`);
  }
}
