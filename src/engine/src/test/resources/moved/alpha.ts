// As the first workflows were written: natives, settings that mean nothing any more, and a result.
export const workflowSettings = {
  id: "alpha",
  trigger: "shop:alpha",
  timeout: 10_000,
  retries: 3,
  bindings: {
    console: {},
    url: {},
    util: {},
    module: {},
    "kinde.fetch": {},
    "kinde.idToken": { resetClaims: true },
    "kinde.accessToken": { resetClaims: true, audience: [] },
  },
};

export default async function handle(event: any) {
  const pairs = new URLSearchParams({ one: "1", two: "2" });
  kinde.idToken.setCustomClaim("text", util.format("%s is %d", pairs.toString(), 42));
  kinde.accessToken.setCustomClaim("object", { inner: event.context.user.id });
  await kinde.fetch(event.context.domains.kindeDomain);
  console.log("done", { a: 1 });
  return "ignored";
}
