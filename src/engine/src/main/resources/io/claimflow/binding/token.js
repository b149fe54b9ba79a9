(host, kernel, name) => ({
  getCustomClaims: () => kernel.claims(name),
  setCustomClaim(claim, value) {
    kernel.setClaim(kernel.claims(name), claim, value);
  },
})
