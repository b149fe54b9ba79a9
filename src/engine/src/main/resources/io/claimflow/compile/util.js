// The module "util": what the binding of that name gives, looked up when it is called.

const bound = () => {
  if (!globalThis.util) {
    throw new Error("util binding not available, please add to workflow settings to enable");
  }
  return globalThis.util;
};

export function format(...args) {
  return bound().format(...args);
}

export default { format };
