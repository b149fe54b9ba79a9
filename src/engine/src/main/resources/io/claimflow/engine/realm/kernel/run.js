// One run: its event, how it ends, and what it leaves.

// What the run has used that another run in this realm could notice, by name.
let traces;
const trace = (name) => {
  traces ??= bare();
  traces[name] = true;
};

// What answers requests in place of servers, while a function runs and until it awaits.
let answerer;
const answering = (answer, run) => {
  const before = answerer;
  answerer = answer;
  try {
    return run();
  } finally {
    answerer = before;
  }
};
const answerTo = (request) => (answerer ? answerer(request) : undefined);

// A warning of the run, with the place at which an error was made.
const warn = (kind, message, error) => {
  words("warn", kind, message, stackOf(error));
};

// How the run ended, or what it has failed with so far.
const pending = () => ({ status: "pending", error: undefined });
let state = pending();

// What nobody can catch fails the run, also once its function has ended.
const report = (error) => {
  if (state.status === "rejected") return;
  state.status = "rejected";
  state.error = error;
};

const owner = (event, path) => {
  let object = event;
  for (let i = 0; i < path.length - 1; i++) object = object[path[i]];
  return object;
};

// Asked for by its number when it is first read, and a plain property from then on.
const offerLater = (event, path, number) => {
  const object = owner(event, path);
  const last = path.length - 1;
  defineProperty(object, path[last], {
    get: () => {
      const value = onDemand(number);
      put(object, path[last], value);
      return value;
    },
    set: (value) => put(object, path[last], value),
    enumerable: true,
    configurable: true,
  });
};

// Puts in their places what is no part of the event's text.
const complete = (event, later, hidden, secrets) => {
  const places = parse(hidden);
  chosen = secrets;
  for (let i = 0; i < places.length; i++) {
    const path = places[i];
    put(owner(event, path), path[path.length - 1], secrets[i]);
  }
  const paths = parse(later);
  for (let i = 0; i < paths.length; i++) offerLater(event, paths[i], i);
};

const run = (text, later, hidden, ...secrets) => {
  const event = parse(text);
  beginAt(event);
  if (later !== undefined) complete(event, later, hidden, secrets);
  const result = main.default(event);
  const settle = async () => {
    try {
      await result;
      if (state.status === "pending") state.status = "fulfilled";
    } catch (error) {
      report(error);
    }
  };
  settle();
  return state;
};

const after = () => {
  const all = bare();
  const blindly = keys(blind);
  for (let i = 0; i < blindly.length; i++) {
    const token = blindly[i];
    if (!seen[token]) all[token] = { __proto__: null, set: setBlindly(token) };
  }
  const looking = keys(seen);
  for (let i = 0; i < looking.length; i++) all[looking[i]] = changesOf(looking[i]);
  return stringify(all);
};
