// stack: calls of the host with no stack left
// ends: COMPLETED, EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  const at = (n: number): void => {
    try {
      at(n + 1);
    } catch {}
    if (n % 3 === 0) {
      try {
        kinde.env.get("API_KEY");
        kinde.fetch("http://127.0.0.1:1/", { headers: { a: "b" }, body: { n } }).status;
      } catch {}
      try {
        console.error(new Error("edge"));
        kinde.m2mToken.setCustomClaim("n", n);
      } catch {}
    }
  };
  at(0);
}
