// UTF-8 of the Encoding Standard, with a TextDecoder and a TextEncoder that are the realm's.
() => {
  const encoder = new TextEncoder();
  const lenient = new TextDecoder();
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  return {
    encodeUtf8: (text) => encoder.encode(text),
    // With a message, bytes that are no UTF-8 are an error.
    decodeUtf8(bytes, message) {
      if (message === undefined) return lenient.decode(bytes);
      try {
        return strict.decode(bytes);
      } catch {
        throw new TypeError(message);
      }
    },
  };
}
