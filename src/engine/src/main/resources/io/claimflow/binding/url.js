(host, kernel) => {
  const load = kernel.once(() => {
    kernel.trace("url");
    return kernel.library("whatwg-url");
  });
  return {
    get URL() {
      return load().URL;
    },
    get URLSearchParams() {
      return load().URLSearchParams;
    },
  };
}
