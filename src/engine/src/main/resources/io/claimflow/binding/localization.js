(host) => ({
  get(key) {
    return host.get(key);
  },
})
