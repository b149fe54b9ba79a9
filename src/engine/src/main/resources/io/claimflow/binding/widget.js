(host) => ({
  invalidateFormField(fieldName, message) {
    if (typeof fieldName !== "string" || fieldName === "") {
      throw new TypeError('invalidateFormField takes the name of a field, such as "p_password", and a message');
    }
    host.invalidateFormField(fieldName, message ?? "");
  },
})
