// addresses: this machine in other digits and dots
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
    `http://①②⑦.⓪.⓪.①:${port}/`,
    `http://127。0。0。1:${port}/`,
    `http://１２７.0.0.1:${port}/`,
    `http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:${port}/`,
    `http://127.0.0.1%00.example.com:${port}/`,
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
