// the scope: a secret in an error and in the log
// ends: EXCEPTION

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.env": {} } };

export default async function () {
  const { value } = kinde.env.get("API_KEY");
  console.log(value, { value }, [value], encodeURIComponent(value), JSON.stringify(value));
  throw new TypeError(`failed with ${value}`);
}
