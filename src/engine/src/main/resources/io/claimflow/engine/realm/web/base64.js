// atob and btoa of the HTML Standard. The host does the work.
(web, host) => {
  const { DOMException } = web("error");

  const convert = (name, text) => {
    const converted = host(name, text);
    if (converted === undefined) throw new DOMException(`${name} cannot convert this text`, "InvalidCharacterError");
    return converted;
  };

  return {
    atob: (text) => convert("atob", text),
    btoa: (text) => convert("btoa", text),
  };
}
