// addresses: this machine in odd spellings
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
    `http://127.1:${port}/`,
    `http://2130706433:${port}/`,
    `http://0x7f000001:${port}/`,
    `http://0177.0.0.1:${port}/`,
    `http://127.0.0.1.:${port}/`,
    `http://127.000.000.001:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://[::ffff:7f00:1]:${port}/`,
    `http://[::127.0.0.1]:${port}/`,
    `http://LOCALHOST:${port}/`,
    `http://localhost.:${port}/`,
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
