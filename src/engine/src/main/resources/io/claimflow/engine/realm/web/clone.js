// structuredClone of the HTML Standard, by the library @ungap/structured-clone. What is to
// be transferred is copied.
(web, host, { library }) => {
  const { DOMException } = web("error");
  const { serialize } = library("ungap__structured-clone/cjs/serialize.js");
  const { deserialize } = library("ungap__structured-clone/cjs/deserialize.js");

  const structuredClone = (value) => {
    let serialized;
    try {
      serialized = serialize(value);
    } catch (error) {
      throw new DOMException(`structuredClone is ${error.message}`, "DataCloneError");
    }
    return deserialize(serialized);
  };

  return { structuredClone };
}
