// Random numbers, digests, keys and signatures of the Web Cryptography API. Bytes cross to the
// host as a string with a character for each.
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
    throw new TypeError("crypto takes an ArrayBuffer, a typed array or a DataView");
  };

  const integers = /^\[object (Big)?(Int|Uint)\d+(Clamped)?Array\]$/;

  // What the host answers: "=" and a result, or the name of a DOMException and its message.
  const ask = (...parts) => {
    const answer = host(...parts);
    if (answer[0] === "=") return answer.slice(1);
    const at = answer.indexOf(":");
    throw new DOMException(answer.slice(at + 1), answer.slice(0, at));
  };

  const ALGORITHMS = ["HMAC", "RSASSA-PKCS1-v1_5", "RSA-PSS", "ECDSA", "Ed25519"];
  // Those whose keys have no hash of their own.
  const HASHLESS = ["ECDSA", "Ed25519"];
  const BLOCKS = { "SHA-1": 512, "SHA-256": 512, "SHA-384": 1024, "SHA-512": 1024 };
  const FORMATS = ["raw", "spki", "pkcs8", "jwk"];

  const nameOf = (algorithm) => {
    const given = String(typeof algorithm === "object" ? algorithm?.name : algorithm);
    const name = ALGORITHMS.find((known) => known.toLowerCase() === given.toLowerCase());
    if (name === undefined) {
      throw new DOMException(`There is no algorithm "${given}" here; use ${ALGORITHMS.join(", ")}`, "NotSupportedError");
    }
    return name;
  };

  const hashOf = (algorithm) => {
    const { hash } = algorithm ?? {};
    return String(typeof hash === "object" ? hash?.name : hash).toUpperCase();
  };

  // The parts of a key that no property shows, by the key.
  let partsOf;

  class CryptoKey {
    #data;

    static {
      partsOf = (key) => key.#data;
    }

    constructor(secret, data, shown) {
      if (secret !== partsOf) throw new TypeError("Illegal constructor");
      this.#data = data;
      Object.assign(this, shown);
      Object.freeze(this);
    }

    get [Symbol.toStringTag]() {
      return "CryptoKey";
    }
  }

  const keyFor = (key, usage, name) => {
    if (!(key instanceof CryptoKey)) throw new TypeError(`crypto.subtle.${usage} takes a CryptoKey`);
    if (key.algorithm.name !== name || !key.usages.includes(usage)) {
      throw new DOMException(`The key is not one for ${usage} with ${name}`, "InvalidAccessError");
    }
    return key;
  };

  // ECDSA names its hash with each signature, the others with the key. Ed25519 has one.
  const parameters = (algorithm, key) => [
    key.algorithm.name,
    key.algorithm.name === "ECDSA" ? hashOf(algorithm) : (key.algorithm.hash?.name ?? ""),
    Number(algorithm?.saltLength ?? 0),
    key.type,
    partsOf(key),
  ];

  const hashOfKey = (algorithm, name) => {
    if (HASHLESS.includes(name)) return undefined;
    const hash = { name: hashOf(algorithm) };
    if (!BLOCKS[hash.name]) {
      throw new DOMException(`There is no hash "${hash.name}"; use SHA-256, SHA-384 or SHA-512`, "NotSupportedError");
    }
    return Object.freeze(hash);
  };

  const USAGES = { secret: ["sign", "verify"], private: ["sign"], public: ["verify"] };

  // A key of the parts that the host gave.
  const made = ({ type, data, modulusLength, publicExponent }, algorithm, name, hash, extractable, usages) => {
    const text = host("atob", data);
    const shown = { name };
    if (hash) shown.hash = hash;
    if (name === "HMAC") shown.length = text.length * 8;
    if (name === "ECDSA") shown.namedCurve = String(algorithm.namedCurve);
    if (modulusLength) {
      shown.modulusLength = modulusLength;
      const exponent = host("atob", publicExponent);
      shown.publicExponent = fill(new Uint8Array(exponent.length), exponent);
    }
    return new CryptoKey(partsOf, text, {
      type,
      extractable: Boolean(extractable),
      algorithm: Object.freeze(shown),
      usages: Object.freeze(usages),
    });
  };

  const refuseUsages = (wanted, allowed, what) => {
    if (!wanted.every((usage) => allowed.includes(usage))) {
      throw new DOMException(`${what} is used to ${allowed.join(" or ")}`, "SyntaxError");
    }
  };

  const refuseUseless = (wanted) => {
    if (wanted.length === 0) throw new DOMException("A key that nothing may be done with is of no use", "SyntaxError");
  };

  const signatures = {
    async generateKey(algorithm, extractable, usages) {
      const name = nameOf(algorithm);
      const wanted = [...new Set(usages)];
      refuseUsages(wanted, USAGES.secret, `A key of ${name}`);
      if (name === "HMAC") {
        const hash = hashOfKey(algorithm, name);
        refuseUseless(wanted);
        const key = JSON.parse(ask("generateKey", name, String(algorithm.length ?? BLOCKS[hash.name])));
        return made(key, algorithm, name, hash, extractable, wanted);
      }
      if (!HASHLESS.includes(name)) {
        throw new DOMException("A run has not the time to make RSA keys; import one, or make a key of ECDSA or Ed25519", "NotSupportedError");
      }
      refuseUseless(wanted.filter((usage) => usage === "sign"));
      const pair = JSON.parse(ask("generateKey", name, String(algorithm.namedCurve ?? "")));
      const part = (type, may) =>
        made({ type, data: pair[type] }, algorithm, name, undefined, may, wanted.filter((usage) => USAGES[type].includes(usage)));
      return { privateKey: part("private", extractable), publicKey: part("public", true) };
    },

    async importKey(format, keyData, algorithm, extractable, usages) {
      const name = nameOf(algorithm);
      if (!FORMATS.includes(format)) throw new TypeError(`There is no format "${String(format)}"; use ${FORMATS.join(", ")}`);
      const hash = hashOfKey(algorithm, name);
      const data = format === "jwk" ? JSON.stringify(keyData) : textOf(bytesOf(keyData));
      const key = JSON.parse(ask("importKey", name, String(algorithm.namedCurve ?? ""), format, data));
      const wanted = [...new Set(usages)];
      refuseUsages(wanted, USAGES[key.type], `A ${key.type} key of ${name}`);
      if (key.type !== "public") refuseUseless(wanted);
      return made(key, algorithm, name, hash, extractable, wanted);
    },

    async exportKey(format, key) {
      if (!(key instanceof CryptoKey)) throw new TypeError("crypto.subtle.exportKey takes a CryptoKey");
      if (!key.extractable) throw new DOMException("The key is not extractable", "InvalidAccessError");
      if (format === "jwk" && key.type !== "private") {
        return { ...JSON.parse(ask("jwk", key.algorithm.name, partsOf(key))), ext: true, key_ops: [...key.usages] };
      }
      if (format === "raw" && key.type === "public" && HASHLESS.includes(key.algorithm.name)) {
        const point = ask("raw", key.algorithm.name, partsOf(key));
        return fill(new Uint8Array(point.length), point).buffer;
      }
      if (format !== { secret: "raw", private: "pkcs8", public: "spki" }[key.type]) {
        throw new DOMException(`A ${key.type} key cannot be exported as "${String(format)}" here`, "NotSupportedError");
      }
      const data = partsOf(key);
      return fill(new Uint8Array(data.length), data).buffer;
    },

    async sign(algorithm, key, data) {
      const given = parameters(algorithm, keyFor(key, "sign", nameOf(algorithm)));
      const signature = ask("sign", ...given, textOf(bytesOf(data)));
      return fill(new Uint8Array(signature.length), signature).buffer;
    },

    async verify(algorithm, key, signature, data) {
      const given = parameters(algorithm, keyFor(key, "verify", nameOf(algorithm)));
      return ask("verify", ...given, textOf(bytesOf(data)), textOf(bytesOf(signature))) === "true";
    },
  };

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
      ...signatures,
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

  return { crypto, CryptoKey };
}
