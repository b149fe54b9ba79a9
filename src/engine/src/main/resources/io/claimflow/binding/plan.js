(host) => {
  const { isArray } = Array;
  const list = (reasons) => (isArray(reasons) ? reasons : reasons === undefined || reasons === null ? [] : [reasons]);
  return {
    denySelection(message, reasons) {
      host.denySelection(message ?? "", ...list(reasons));
    },
    denyCancellation(reason) {
      host.denyCancellation(reason ?? "");
    },
  };
}
