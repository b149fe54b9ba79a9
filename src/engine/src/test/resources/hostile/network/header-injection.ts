// requests: headers that would end the header
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  for (const headers of [
    { "X-A": "b\r\nX-B: c" },
    { "X-A": "b\n\nGET / HTTP/1.1" },
    { "X-A\r\nX-B": "c" },
    { "X-A": "\0" },
    { "X-A": "ä" },
    { Host: "internal" },
    { "Content-Length": "1" },
    { "Transfer-Encoding": "chunked" },
    { Connection: "upgrade" },
    { "Proxy-Authorization": "x" },
    { "": "x" },
  ]) {
    let status: unknown;
    try {
      status = kinde.fetch(kinde.env.get("PARTNER").value, { headers }).status;
    } catch {
      continue;
    }
    throw new Error(`breach: ${JSON.stringify(headers)} ${status}`);
  }
}
