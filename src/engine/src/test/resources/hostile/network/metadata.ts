// addresses: the metadata service of clouds and private networks
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
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
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
