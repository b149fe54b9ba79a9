import { denyAccess, fetch, getEnvironmentVariable, type onPostAuthenticationEvent } from "@kinde/infrastructure";

export const workflowSettings = {
  id: "reputation",
  trigger: "user:post_authentication",
  bindings: { "kinde.auth": {}, "kinde.env": {}, "kinde.fetch": {}, url: {} },
};

const variable = (name: string): string => {
  const found = getEnvironmentVariable(name)?.value;
  if (!found) throw new Error(`${name} is not set`);
  return found;
};

async function scoreOf(address: string): Promise<number> {
  const store = variable("STORE_URL");
  const headers = { Authorization: `Bearer ${variable("STORE_KEY")}` };
  const kept = await fetch(`${store}/get/${address}`, { method: "GET", headers });
  if (typeof kept?.data?.result === "string") return parseInt(kept.data.result, 10);
  const answer = await fetch(`${variable("SCORES_URL")}/check?address=${address}`, { method: "GET", headers: { Key: "k" } });
  const score = answer.data?.data?.score;
  await fetch(`${store}/set/${address}?EX=60`, { method: "POST", headers, body: JSON.stringify(score) });
  return score;
}

export default async function (event: onPostAuthenticationEvent) {
  const address = event.request.ip?.split(",")[0].trim() ?? "unknown";
  try {
    if ((await scoreOf(address)) > 50) denyAccess("Try from another network");
  } catch (error) {
    console.error("No score", error);
    denyAccess("Try again later");
  }
}
