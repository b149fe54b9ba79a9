// The module "claimflow:host", which the library alone can import: what the engine lends it
// for its own work. This stands for it where there is no run; kernel/kinde.js has what it is.

export const fetch = undefined;
export const variable = undefined;
export const warn = undefined;
export const here = undefined;
