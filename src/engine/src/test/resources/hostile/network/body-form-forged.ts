// requests: a body that says it is URLSearchParams
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.fetch": {} } };

export default async function () {
  for (const text of ["a=b", Symbol("x"), {}, 1n]) {
    try {
      kinde.fetch("http://127.0.0.1:1/", { method: "POST", body: { [Symbol.toStringTag]: "URLSearchParams", toString: () => text } }).status;
    } catch (error: any) {
      if (/binding failed|call failed/.test(error.message)) throw new Error(`breach: ${error}`);
    }
  }
}
