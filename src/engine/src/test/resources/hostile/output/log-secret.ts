// logs: a secret in pieces and codings
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.env": {} } };

export default async function () {
  const { value } = kinde.env.get("API_KEY");
  console.log(value, [value], { [value]: value }, encodeURIComponent(value), JSON.stringify({ value }));
  console.log(`${"x".repeat(65_000)}${value}`);
}
