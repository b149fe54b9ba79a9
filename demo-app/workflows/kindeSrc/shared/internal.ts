import { fetch, getEnvironmentVariable } from "@kinde/infrastructure";

/**
 * Asks the internal service of this server. The workflow needs the bindings `kinde.env` and
 * `kinde.fetch`, and the server opens the address with `claimflow.fetch.allow`.
 */
export async function ask<T>(path: string, question: object): Promise<T> {
  const { data } = await fetch<{ data: T & { error?: string } }>(`${getEnvironmentVariable("INTERNAL_URL").value}/${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${getEnvironmentVariable("INTERNAL_KEY").value}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(question),
  });
  if (data.error) {
    throw new Error(`The internal service does not answer at ${path}: ${data.error}`);
  }
  return data;
}
