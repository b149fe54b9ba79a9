// Calls of the host, and their results.

// Calls of the host that are under way: what to do with the answer, by the call's number.
const waiting = bare();
let waitFor;
let endCall;
let timers;
let words = (what, text) => text;
let onDemand;

// "=" and the result of a host call, or "!" and the message of an error to throw.
const resultOf = (answer) => {
  if (answer[0] === "!") throw new Error(substring(answer, 1));
  return substring(answer, 1);
};

// A host function takes strings and answers with a string: "=" and its result, "!" and
// the message of an error to throw, or nothing for undefined.
const callable = (hostFunction) => (...args) => {
  const strings = [];
  for (let i = 0; i < args.length; i++) put(strings, i, String(args[i]));
  const answer = apply(hostFunction, undefined, strings);
  return answer === null || answer === undefined ? undefined : resultOf(answer);
};

// What looks like an object with values, and has to be asked for them.
const handles = new WeakSet();
const isHandle = uncurry(WeakSet.prototype.has);
const addHandle = uncurry(WeakSet.prototype.add);

// The errors of calls that failed.
const failures = new WeakSet();

// The errors of calls that failed when the function had ended, or that nobody has read.
const LOST = 10;
const lost = new Map();
const lose = (error) => {
  if (sizeOf(lost) < LOST) putEntry(lost, error, error);
};

// The result of a call that has begun, as an object with the given properties. Reading
// one of them waits for the call; awaiting the object lets others go on meanwhile. The
// signal, if there is one, ends it.
// The error has the place where it was made, which is that of the call: where its result
// arrives there is nothing of the author's.
const call = (id, names, decode, signal, failed = new Error()) => {
  let take; // () => the result, once it is known
  const learn = (answer) => {
    delete waiting[id];
    let result;
    let error;
    try {
      result = decode(resultOf(answer), failed);
    } catch ({ message }) {
      error = blame(failed, message);
      addHandle(failures, failed);
      if (!notify || state.status !== "pending") lose(failed);
    }
    take = () => {
      if (error) {
        if (state.status === "pending") deleteEntry(lost, error);
        throw error;
      }
      return result;
    };
  };
  let notify;
  const abort = () => {
    if (take) return;
    delete waiting[id];
    endCall(id);
    const { reason } = signal;
    take = () => {
      throw reason;
    };
    if (notify) notify();
  };
  waiting[id] = (answer) => {
    learn(answer);
    if (signal) signal.removeEventListener("abort", abort);
    if (notify) notify();
  };
  if (signal) {
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  }
  // While it waits no timer fires, so it looks at the signal's own.
  const wait = () => {
    const timeout = signal && web("event").timeoutOf(signal);
    const answer = timeout ? waitFor(id, timeout.due - now()) : waitFor(id);
    if (answer !== null && answer !== undefined) {
      waiting[id](answer);
    } else {
      timeout.end();
      abort();
    }
  };
  const read = (name) => () => {
    if (!take) wait();
    return take()[name];
  };
  let promise;
  const promised = () => {
    promise ??= new Promise((resolve, reject) => {
      const settle = () => {
        try {
          resolve(take());
        } catch (thrown) {
          reject(thrown);
        }
      };
      if (take) settle();
      else notify = settle;
    });
    return promise;
  };
  const handle = {};
  addHandle(handles, handle);
  for (let i = 0; i < names.length; i++) {
    defineProperty(handle, names[i], { get: read(names[i]), enumerable: true, configurable: true });
  }
  const method = (name, value) => defineProperty(handle, name, { value, configurable: true, writable: true });
  method("then", (fulfilled, rejected) => promised().then(fulfilled, rejected));
  method("catch", (rejected) => promised().catch(rejected));
  method("finally", (done) => promised().finally(done));
  return handle;
};

// The result of a call that need not be made.
const known = (names, result) => {
  const handle = call("known", names, () => result);
  waiting.known("=");
  return handle;
};
