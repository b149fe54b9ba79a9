(host) => ({
  denyAccess(reason) {
    host.denyAccess(reason === undefined ? "" : reason);
  },
})
