// the host: its functions as objects
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {}, "kinde.fetch": {}, url: {}, util: {} },
};

export default async function () {
  const seen = new Set<unknown>();
  const look = (value: any, path: string) => {
    if (value === null || !/object|function/.test(typeof value) || seen.has(value) || path.length > 200) return;
    seen.add(value);
    const prototype = Object.getPrototypeOf(value);
    if (typeof value === "function" && !(value instanceof Function)) throw new Error(`breach: ${path} is no function of this realm`);
    if (typeof value === "object" && prototype !== null && !(value instanceof Object)) throw new Error(`breach: ${path}`);
    for (const key of Reflect.ownKeys(value)) {
      if (/^(class|getClass|apply|call|wait|host|kernel|static|new|length|name)$/.test(String(key)) && typeof value !== "function") {
        throw new Error(`breach: ${path}.${String(key)}`);
      }
      const { value: next, get, set } = Reflect.getOwnPropertyDescriptor(value, key)!;
      [next, get, set].forEach((part) => look(part, `${path}.${String(key)}`));
    }
  };
  look(kinde.env, "env");
  look(kinde.auth, "auth");
  look(kinde.m2mToken, "m2mToken");
  look(kinde.fetch, "fetch");
  look(console, "console");
}
