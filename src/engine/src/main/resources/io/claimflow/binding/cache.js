(host, kernel) => {
  const { parse, stringify } = JSON;
  const { Math, TypeError } = globalThis;

  const reasonOf = (error) => {
    try {
      return `${error?.message ?? error}`;
    } catch {
      return "onMissingOrExpired failed";
    }
  };

  // RFC 6749, section 4.4.2.
  const asksForToken = ({ method, body }) =>
    method === "POST" && typeof body === "string" && /(^|&)grant_type=client_credentials(&|$)/.test(body);

  // What this run fetches. It cannot wait for itself.
  const fetching = new Set();

  // A token that is asked for by its name. If the callback asks a server for it, then by that
  // request too: only the request says which client it is for, and what it is good for.
  // The place is an error that was made where the workflow asked.
  const search = async (name, key, refresh, place) => {
    const ask = (what, ...args) => {
      try {
        return host[what](...args);
      } catch ({ message }) {
        throw kernel.blame(place, message);
      }
    };
    let question = stringify({ name, key });
    let found;
    let failure;

    const find = () => {
      found = parse(ask("find", question, typeof refresh === "function"));
      if (found.refresh) fetching.add(question);
    };

    const end = (how, ...args) => {
      fetching.delete(question);
      ask(how, question, ...args);
    };

    // Answers the request of the callback if the token is there, or once another run has it.
    const answer = (request) => {
      if (!asksForToken(request)) return undefined;
      end("forward");
      question = stringify({ name, key, request });
      found = {};
      if (fetching.has(question)) return undefined;
      find();
      while (found.wait !== undefined) {
        try {
          kernel.call(found.wait, ["ended"], () => ({ ended: true })).ended;
        } catch (error) {
          failure = error;
          throw error;
        }
        find();
      }
      return found.refresh ? undefined : { access_token: found.token, token_type: "Bearer" };
    };

    find();
    while (found.wait !== undefined) {
      await kernel.call(found.wait, [], () => undefined, undefined, place);
      find();
    }
    if (!found.refresh) return found.token;
    try {
      const made = kernel.answering(answer, refresh);
      // It was there.
      if (found.token !== undefined && !found.refresh) return found.token;
      // Without a detour through `await`: others of this run may be about to wait for it.
      const token = typeof made === "string" ? made : await made;
      if (typeof token !== "string") {
        throw kernel.blame(place, "kinde.cache.jwtToken: onMissingOrExpired returned no string");
      }
      end("store", token);
      return token;
    } catch (error) {
      end("fail", reasonOf(error));
      if (found.token !== undefined) return found.token;
      throw failure ?? error;
    }
  };

  const KEY = 1_000;
  const keyOf = (key, method) => {
    if (typeof key === "string" && key !== "" && key.length <= KEY) return key;
    throw new TypeError(`kinde.cache.${method} takes a key of 1 to ${KEY} characters`);
  };

  return {
    async get(key) {
      const text = host.get(keyOf(key, "get"));
      return text === undefined ? undefined : parse(text);
    },
    async set(key, value, options) {
      const seconds = options?.ttl;
      if (typeof seconds !== "number" || !(seconds > 0 && seconds < 1e9)) {
        throw new TypeError("kinde.cache.set takes a lifetime in seconds: kinde.cache.set(key, value, { ttl: 60 })");
      }
      const text = stringify(value);
      if (text === undefined) {
        throw new TypeError("kinde.cache.set takes a value that JSON can express; kinde.cache.delete(key) forgets one");
      }
      host.set(keyOf(key, "set"), text, Math.ceil(seconds * 1000));
    },
    async delete(key) {
      host.delete(keyOf(key, "delete"));
    },
    async jwtToken(name, options) {
      kernel.trace("cache");
      return search(`${name}`, options?.validation?.key, options?.onMissingOrExpired, new Error());
    },
  };
}
