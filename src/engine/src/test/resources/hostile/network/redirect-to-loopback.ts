// addresses: a redirect of the partner to this machine
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  let result: any;
  try {
    result = kinde.fetch(`${kinde.env.get("PARTNER").value}redirect`, { responseFormat: "text" });
    if (result.status < 300) throw new Error("breach: it was followed");
  } catch (error: any) {
    if (/breach/.test(error.message)) throw error;
  }
}
