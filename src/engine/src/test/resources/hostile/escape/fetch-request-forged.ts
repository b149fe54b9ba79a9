// the host: a request in a shape that the host does not expect
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.fetch": {} } };

export default async function () {
  for (const toJSON of [
    () => ({}),
    () => null,
    () => [],
    () => "text",
    () => 5,
    () => ({ url: {}, method: [], headers: 1, body: {} }),
    () => ({ url: "http://127.0.0.1/", method: "GET", headers: { a: null }, body: null }),
    () => ({ url: "http://127.0.0.1/", method: null, headers: null }),
    () => ({ url: null, method: "GET", headers: {}, extra: 1, "@class": "java.lang.Runtime" }),
  ]) {
    (Object.prototype as any).toJSON = toJSON;
    let error: any;
    try {
      kinde.fetch("http://127.0.0.1:1/").status;
    } catch (thrown) {
      error = thrown;
    } finally {
      delete (Object.prototype as any).toJSON;
    }
    if (!(error instanceof Error)) throw new Error(`breach: ${typeof error}`);
    if (/binding failed|call failed/.test(error.message)) throw new Error(`breach: ${toJSON}: ${error.message}`);
  }
}
