(host, kernel, name) => ({
  getCustomClaims: () => kernel.claims(name),
  setCustomClaim(claim, value) {
    kernel.setClaim(name, claim, value);
  },
})
