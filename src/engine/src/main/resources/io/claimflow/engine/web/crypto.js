// Random numbers and digests of the Web Cryptography API. Bytes cross to the host as a
// string with a character for each.
(web, host) => {
  const { DOMException } = web("error");
  const { fromCharCode } = String;
  const CHUNK = 4096;

  const textOf = (bytes) => {
    let text = "";
    for (let i = 0; i < bytes.length; i += CHUNK) text += fromCharCode.apply(null, bytes.subarray(i, i + CHUNK));
    return text;
  };

  const fill = (bytes, text) => {
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  };

  const bytesOf = (data) => {
    if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    if (data instanceof ArrayBuffer) return new Uint8Array(data);
    throw new TypeError("crypto.subtle.digest takes an ArrayBuffer, a typed array or a DataView");
  };

  const integers = /^\[object (Big)?(Int|Uint)\d+(Clamped)?Array\]$/;

  const crypto = {
    getRandomValues(array) {
      if (!integers.test(Object.prototype.toString.call(array))) {
        throw new DOMException("crypto.getRandomValues takes a typed array of integers", "TypeMismatchError");
      }
      if (array.byteLength > 65536) {
        throw new DOMException("crypto.getRandomValues fills at most 65536 bytes at once", "QuotaExceededError");
      }
      fill(bytesOf(array), host("random", array.byteLength));
      return array;
    },
    randomUUID: () => host("uuid"),
    subtle: {
      async digest(algorithm, data) {
        const name = String(typeof algorithm === "object" ? algorithm?.name : algorithm);
        const digest = host("digest", name, textOf(bytesOf(data)));
        if (digest === undefined) {
          throw new DOMException(
            `There is no digest "${name}"; use SHA-1, SHA-256, SHA-384 or SHA-512`,
            "NotSupportedError",
          );
        }
        return fill(new Uint8Array(digest.length), digest).buffer;
      },
    },
  };

  return { crypto };
}
