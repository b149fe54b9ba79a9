(host, kernel) => ({
  format: (...args) => kernel.format(args),
})
