// addresses: other schemes
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  const port = kinde.env.get("INTERNAL").value.split(":")[2].slice(0, -1);
  const urls = [
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "jar:file:///x.jar!/y",
    "ftp://127.0.0.1/",
    "gopher://127.0.0.1/",
    "data:text/plain,x",
    "javascript:1",
    "classpath:application.yaml",
    "ws://127.0.0.1/",
    "//127.0.0.1/",
    "/etc/passwd",
    "",
    " ",
    "http:",
    "http://",
    "http:///",
  ];
  for (const url of urls) {
    let result: any;
    try {
      result = kinde.fetch(url, { responseFormat: "text" }).text;
    } catch {
      continue;
    }
    throw new Error(`breach: ${url}`);
  }
}
