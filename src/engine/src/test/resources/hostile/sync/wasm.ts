// loading: WebAssembly
// ends: REFUSED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));

export default async function () {}
