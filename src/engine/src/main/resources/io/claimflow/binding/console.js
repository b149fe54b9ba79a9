(host, kernel) => {
  const method = (level) => (...args) => {
    host[level](kernel.format(args));
  };
  return {
    log: method("INFO"),
    info: method("INFO"),
    debug: method("DEBUG"),
    warn: method("WARN"),
    error: method("ERROR"),
  };
}
