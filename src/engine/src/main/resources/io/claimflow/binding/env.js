(host) => ({
  get(key) {
    const found = host.get(key);
    return {
      value: found === undefined ? undefined : found.slice(1),
      isSecret: found !== undefined && found[0] === "s",
    };
  },
})
