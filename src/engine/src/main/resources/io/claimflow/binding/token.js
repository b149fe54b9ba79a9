(host, kernel, name) => {
  const claims = kernel.claims(name);
  return {
    getCustomClaims: () => claims,
    setCustomClaim(claim, value) {
      kernel.setClaim(claims, claim, value);
    },
  };
}
