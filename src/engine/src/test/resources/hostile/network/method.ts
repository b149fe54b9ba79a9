// requests: methods that are none
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  for (const method of ["TRACE", "CONNECT", "GET /x HTTP/1.1\r\nHost: x", "", "G T", "\ud800", "get\0", {}, "PROPFIND"]) {
    let status: unknown;
    try {
      status = kinde.fetch(kinde.env.get("PARTNER").value, { method }).status;
    } catch {
      continue;
    }
    throw new Error(`breach: ${method} ${status}`);
  }
}
