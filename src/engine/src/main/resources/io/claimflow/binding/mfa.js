(host) => ({
  setEnforcementPolicy(policy) {
    host.setEnforcementPolicy(policy);
  },
})
