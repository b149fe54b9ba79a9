// addresses: this machine
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
    `http://127.0.0.1:${port}/`,
    `http://localhost:${port}/`,
    `http://[::1]:${port}/`,
    `http://0.0.0.0:${port}/`,
    `http://[::]:${port}/`,
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
