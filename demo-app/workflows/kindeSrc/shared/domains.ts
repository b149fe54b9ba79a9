/**
 * Whether the domain of an email address is on a list such as "blocked.example, spam.example", or
 * is below one that is.
 */
export function isListed(address: string, list: string): boolean {
  const domain = address.split("@").pop()?.toLowerCase();
  return list
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== "" && (domain === entry || domain?.endsWith(`.${entry}`)));
}
