// the host: what it throws
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {}, "kinde.fetch": {}, url: {}, util: {} },
};

export default async function () {
  const look = (error: any) => {
    const chain: any[] = [];
    for (let object = error; object !== null && object !== undefined; object = Object.getPrototypeOf(object)) chain.push(object);
    if (!(error instanceof Error) || !chain.includes(Object.prototype)) throw new Error("breach: not an Error of this realm");
    if (!/^(Type|Range)?Error$/.test(error.constructor.name)) throw new Error(`breach: ${error.constructor}`);
    for (const name of ["getClass", "getMessage", "class", "javaException", "hostException", "cause", "printStackTrace"]) {
      if (error[name] !== undefined) throw new Error(`breach: ${name}`);
    }
    if (/java|Exception|polyglot|oracle|graal/i.test(`${error.message} ${error.stack}`)) throw new Error(`breach: ${error.stack}`);
  };
  for (const use of [
    () => kinde.fetch("nonsense").status,
    () => kinde.fetch("http://127.0.0.1/").status,
    () => kinde.fetch("http://example.com/", { method: "BREW" }).status,
    () => kinde.fetch("http://example.com/", { headers: { "a b": "c" } }).status,
    () => kinde.fetch("http://example.com/", { body: 1n }).status,
    () => kinde.m2mToken.setCustomClaim("x", 1n),
    () => kinde.m2mToken.setCustomClaim(1, 1),
    () => new URL("nonsense"),
  ]) {
    let error: any;
    try {
      use();
    } catch (thrown) {
      error = thrown;
    }
    if (error === undefined) throw new Error(`breach: ${use} went well`);
    look(error);
  }
}
