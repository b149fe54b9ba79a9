// What a test file imports from "@claimflow/test". It runs in the realm of that file, before the
// file does; `host` reaches the tool, and `library` is what expect.js has.

const host = globalThis.claimflowHost;
delete globalThis.claimflowHost;
const ask = (what, value) => {
  const answer = host.call(what, JSON.stringify(value ?? null));
  return answer === undefined ? undefined : JSON.parse(answer);
};

// The place of the author's that an error was made at, as file:line:column.
const placeOf = (error) => /\(([^()]+:\d+:\d+)\)/.exec(error.stack)?.[1];

// ---- tests and groups of them

const group = (name, above, mode) => ({ name, above, mode, beforeEach: [], afterEach: [], beforeAll: [], afterAll: [] });
const root = group("", undefined, "run");
const tests = [];
let open = root;
let running;

const chain = (innermost) => (innermost ? [...chain(innermost.above), innermost] : []);
const modeOf = (mode, above) => (above.mode === "skip" || (above.mode === "only" && mode === "run") ? above.mode : mode);
const outside = (name) => {
  if (running) throw new Error(`${name} is called inside of a test; tests and groups are declared before any test runs`);
};

const declare = (mode) => (name, fn, milliseconds) => {
  outside("test");
  if (typeof name !== "string") throw new TypeError("test takes a name and a function");
  if (typeof fn !== "function" && mode !== "skip") throw new TypeError(`The test "${name}" has no function; use test.todo(name)`);
  if (milliseconds !== undefined && !(milliseconds > 0)) throw new TypeError("The time of a test is a number of milliseconds");
  tests.push({ name, fn, milliseconds, group: open, mode: modeOf(mode, open), place: placeOf(new Error()) });
};

const declareGroup = (mode) => (name, fn) => {
  outside("describe");
  if (typeof name !== "string" || typeof fn !== "function") throw new TypeError("describe takes a name and a function");
  const above = open;
  open = group(name, above, modeOf(mode, above));
  try {
    if (fn() instanceof Promise) throw new TypeError(`The function of describe("${name}") is async; declare its tests at once`);
  } finally {
    open = above;
  }
};

// The name of one case of a table: $name for a property of an object, and else %s and the like.
const nameOf = (template, row, index) => {
  const values = Array.isArray(row) ? row : [row];
  const [object] = values;
  const named = template
    .replace(/%#/g, String(index))
    .replace(/\$([\w.]+)/g, (text, path) => {
      const value = path.split(".").reduce((inner, key) => inner?.[key], object);
      return value === undefined ? text : typeof value === "string" ? value : util.format("%j", value);
    });
  const slots = (named.match(/%[sdifjoO]/g) ?? []).length;
  return util.format(named, ...values.slice(0, slots));
};

const each = (add) => (table) => (name, fn, milliseconds) => {
  if (!Array.isArray(table) || table.length === 0) throw new TypeError("each takes an array with a case in each element");
  table.forEach((row, index) => {
    const values = Array.isArray(row) ? row : [row];
    add(nameOf(name, row, index), () => fn(...values), milliseconds);
  });
};

const test = declare("run");
test.skip = declare("skip");
test.only = declare("only");
test.todo = (name) => test.skip(name, undefined);
for (const add of [test, test.skip, test.only]) add.each = each(add);

const describe = declareGroup("run");
describe.skip = declareGroup("skip");
describe.only = declareGroup("only");
for (const add of [describe, describe.skip, describe.only]) add.each = each(add);

const hook = (kind) => (fn) => {
  outside(kind);
  if (typeof fn !== "function") throw new TypeError(`${kind} takes a function`);
  open[kind].push(fn);
};

// ---- events

const event = (trigger, overrides) => ask("event", { trigger, overrides: overrides ?? {} });

// A token as a server answers with: nobody checks the signature of one that comes straight from there.
const jwt = (claims) => {
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => btoa(JSON.stringify(value).replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${part({ alg: "RS256", typ: "JWT" })}.${part({ iat: now, exp: now + 3600, ...claims })}.c2lnbmF0dXJl`;
};

// ---- runs

const TOKENS = { accessToken: "kinde.accessToken", idToken: "kinde.idToken", m2mToken: "kinde.m2mToken" };
const OPTIONS = ["env", "secrets", "fetch", "management", "claims", "now", "seed", "texts", "secureFetchKey"];
const runs = new WeakSet();

const timeOf = (now) => {
  const date = new Date(now);
  if (Number.isNaN(date.getTime())) throw new TypeError("now is a Date, a text such as \"2026-01-01T12:00:00Z\", or milliseconds");
  return date.toISOString();
};

const checked = (options) => {
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) throw new TypeError(`A run takes ${OPTIONS.join(", ")}, and not "${name}"`);
  }
  return options;
};

const start = (id, given, options, answers) => {
  const stubs = {};
  for (const [request, stub] of Object.entries(options.fetch ?? {})) {
    stubs[request] = typeof stub === "function" ? { answer: answers.push(stub) - 1 } : stub;
  }
  return host.call("run", JSON.stringify({
    workflow: id,
    event: given,
    env: options.env ?? {},
    secrets: options.secrets ?? {},
    texts: options.texts ?? {},
    claims: options.claims ?? {},
    management: options.management,
    secureFetchKey: options.secureFetchKey,
    now: options.now === undefined ? undefined : timeOf(options.now),
    seed: options.seed,
    stubs,
  }));
};

const answer = async (run, call, stub, wrong) => {
  try {
    const { json, ...request } = call;
    const given = await stub({ ...request, get json() { return request.body === undefined ? undefined : JSON.parse(request.body); } });
    ask("answer", { run, call: call.id, stub: given });
  } catch (error) {
    wrong.push(error);
    ask("answer", { run, call: call.id, stub: { fail: "connection" } });
  }
};

class Run {
  constructor(data) {
    Object.assign(this, data);
    runs.add(this);
  }

  /** The claims of the access token after the run, which is that of a machine if there is no user. */
  get accessToken() {
    return this.claims.accessToken?.after ?? this.claims.m2mToken?.after;
  }

  get idToken() {
    return this.claims.idToken?.after;
  }

  get m2mToken() {
    return this.claims.m2mToken?.after;
  }
}

const workflow = (id) => ({
  async run(given, options) {
    const here = new Error();
    const answers = [];
    const wrong = [];
    const run = start(id, given, checked(options ?? {}), answers);
    for (;;) {
      const { text } = await host.begin("next", run);
      const step = JSON.parse(text);
      if (step.call) {
        answer(run, step.call, answers[step.call.answer], wrong);
        continue;
      }
      if (wrong.length > 0) throw wrong[0];
      if (step.error) throw new Error(step.error);
      if (step.unanswered.length > 0) {
        const calls = [...new Set(step.unanswered)];
        here.message = `The workflow "${id}" made ${calls.length === 1 ? "a call" : "calls"} that no stub answers; add to fetch:\n`
          + calls.map((line) => `  ${line},`).join("\n");
        throw here;
      }
      return new Run(step.outcome);
    }
  },
});

// ---- matchers

const expect = library.createExpect();
const show = (value) => util.format("%j", value);
const fits = (matcher, actual, expected) => {
  if (expected instanceof RegExp) return typeof actual === "string" && expected.test(actual);
  return matcher.equals(actual, expected, [library.iterableEquality]);
};

const subject = (run, name) => {
  if (runs.has(run)) return run;
  const promise = run instanceof Promise || typeof run?.then === "function";
  throw new TypeError(`${name} takes a run of a workflow${promise ? ", and this is a promise of one: await it" : ""}`);
};

const verdict = (pass, message, actual, expected) => ({ pass, message: () => message, actual, expected });

// What a run did, for messages.
const summary = (run) => {
  if (run.failure) return `it failed with ${run.failure.kind}: ${run.failure.message}`;
  if (run.denial) return `it denied: ${show(run.denial.reason)}`;
  const names = run.changes.map((change) => `${change.after === undefined ? "removed" : "set"} ${change.name}`);
  return names.length === 0 ? "it changed no claim" : `it ${names.join(", ")}`;
};

// Whether one of what a run has is as expected.
const some = (all, fit) => {
  const found = all.filter(fit);
  return { pass: found.length > 0, found };
};

// What a snapshot has of a run: what it decided and did, and nothing that differs from run to run.
const snapshotOf = (run) => {
  const claims = {};
  for (const { token, name, before, after } of run.changes) {
    claims[token] ??= {};
    claims[token][name] = {};
    if (before !== undefined) claims[token][name].before = JSON.parse(before);
    if (after !== undefined) claims[token][name].after = JSON.parse(after);
  }
  return {
    workflow: run.workflow,
    status: run.status,
    allowed: run.allowed,
    claims,
    effects: run.effects.filter(({ kind }) => kind !== "SetClaim" && kind !== "RemoveClaim"),
    failure: run.failure && { kind: run.failure.kind, message: run.failure.message },
    warnings: run.warnings.map(({ kind, message }) => ({ kind, message })),
    log: run.log,
    calls: run.calls.map(({ method, url, body }) => ({ method, url, body })),
  };
};

const matchers = {
  toMatchSnapshot(actual, hint) {
    if (this.isNot) throw new TypeError("toMatchSnapshot has no .not: a value that changed differs from its snapshot");
    if (!running) throw new TypeError("toMatchSnapshot is called in a test");
    const text = JSON.stringify(runs.has(actual) ? snapshotOf(actual) : actual);
    if (text === undefined) throw new TypeError("toMatchSnapshot takes a run of a workflow, or a value of JSON");
    const value = JSON.parse(text);
    const test = [...chain(running.group).slice(1).map((above) => above.name), running.name].join(" > ");
    const { pass, missing, name, expected } = ask("snapshot", { test, hint: hint ?? "", value });
    if (missing) return verdict(false, `there is no snapshot "${name}" to compare with, and none is written here: run claimflow test on your machine, and commit the file beside the test`);
    return verdict(pass, `expected what is in the snapshot "${name}"; if this is right now, claimflow test --update takes it`, value, expected);
  },
  toSetClaim(run, name, ...rest) {
    const { effects } = subject(run, "toSetClaim");
    const [value, token] = rest;
    const set = effects.filter((effect) => effect.kind === "SetClaim" && effect.name === name && (!token || effect.token === token));
    const valued = rest.length > 0 && value !== undefined;
    const pass = set.some((effect) => !valued || fits(this, effect.value, value));
    if (set.length === 0) return verdict(pass, `expected the run to set the claim "${name}", but ${summary(run)}`);
    if (!valued) return verdict(pass, `expected the run not to set the claim "${name}"`);
    return verdict(pass, `expected the run ${pass ? "not " : ""}to set the claim "${name}" to ${show(value)}${pass ? "" : `, but it set it to ${show(set[0].value)}`}`, set[0].value, value);
  },
  toRemoveClaim(run, name, token) {
    const { effects } = subject(run, "toRemoveClaim");
    const { pass } = some(effects, (effect) => effect.kind === "RemoveClaim" && effect.name === name && (!token || effect.token === token));
    return verdict(pass, `expected the run ${pass ? "not " : ""}to remove the claim "${name}"${pass ? "" : `, but ${summary(run)}`}`);
  },
  toDeny(run, reason) {
    const { denial } = subject(run, "toDeny");
    if (!denial) return verdict(false, `expected the run to deny, but ${summary(run)}`);
    const pass = reason === undefined || fits(this, denial.reason, reason);
    return verdict(pass, `expected the run ${pass ? "not " : ""}to deny${reason === undefined ? "" : ` for ${util.format("%s", reason)}`}, but it denied: ${show(denial.reason)}`,
      reason === undefined ? undefined : denial.reason, reason);
  },
  toInvalidateField(run, field, message) {
    const { effects } = subject(run, "toInvalidateField");
    const all = effects.filter((effect) => effect.kind === "InvalidateFormField");
    const { pass } = some(all, (effect) => effect.field === field && (message === undefined || fits(this, effect.message, message)));
    return verdict(pass, `expected the run ${pass ? "not " : ""}to invalidate the field "${field}"${pass ? "" : `, but ${all.length === 0 ? summary(run) : `it invalidated ${all.map((effect) => `${effect.field}: ${show(effect.message)}`).join(", ")}`}`}`);
  },
  toSetMfaPolicy(run, policy) {
    const { effects } = subject(run, "toSetMfaPolicy");
    const set = effects.find((effect) => effect.kind === "SetMfaPolicy")?.policy;
    const pass = set === policy;
    return verdict(pass, `expected the run ${pass ? "not " : ""}to set the MFA policy "${policy}", but ${set === undefined ? "it set none" : `it set "${set}"`}`);
  },
  toRequireMfa(run) {
    return matchers.toSetMfaPolicy.call(this, subject(run, "toRequireMfa"), "required");
  },
  toFailWith(run, kind, message) {
    const { failure } = subject(run, "toFailWith");
    const kinds = ask("kinds");
    if (kind !== undefined && !kinds.includes(kind)) throw new TypeError(`A run can fail with ${kinds.join(", ")}, and not with "${kind}"`);
    if (!failure) return verdict(false, `expected the run to fail with ${kind ?? "anything"}, but ${summary(run)}`);
    const pass = (kind === undefined || failure.kind === kind)
      && (message === undefined || (typeof message === "string" ? failure.message.includes(message) : fits(this, failure.message, message)));
    return verdict(pass, `expected the run ${pass ? "not " : ""}to fail with ${kind ?? "anything"}${message === undefined ? "" : ` and ${util.format("%s", message)}`}, but ${summary(run)}`);
  },
  toComplete(run) {
    const { status } = subject(run, "toComplete");
    const pass = status === "completed";
    return verdict(pass, `expected the run ${pass ? "not " : ""}to complete, but ${pass ? "it did" : summary(run)}`);
  },
  toWarn(run, kind, message) {
    const { warnings } = subject(run, "toWarn");
    const { pass } = some(warnings, (warning) => (kind === undefined || warning.kind === kind)
      && (message === undefined || (typeof message === "string" ? warning.message.includes(message) : fits(this, warning.message, message))));
    return verdict(pass, `expected the run ${pass ? "not " : ""}to warn${kind === undefined ? "" : ` of ${kind}`}, but it warned of ${warnings.length === 0 ? "nothing" : warnings.map((warning) => `${warning.kind}: ${warning.message}`).join("\n")}`);
  },
  toCall(run, request, details) {
    const { calls } = subject(run, "toCall");
    const matching = ask("matching", { request, calls });
    const { pass } = some(matching.map((index) => calls[index]), (call) => details === undefined || Object.entries(details)
      .every(([name, value]) => fits(this, name === "json" ? JSON.parse(call.body ?? "null") : call[name], value)));
    return verdict(pass, `expected the run ${pass ? "not " : ""}to call ${request}${details === undefined ? "" : ` with ${show(details)}`}, but it called ${calls.length === 0 ? "nothing" : calls.map((call) => `${call.method} ${call.url}${call.body === undefined ? "" : ` with ${call.body}`}`).join(", ")}`);
  },
  toLog(run, text, level) {
    const { log } = subject(run, "toLog");
    const { pass } = some(log, (line) => (level === undefined || line.level === level)
      && (text === undefined || (typeof text === "string" ? line.message.includes(text) : fits(this, line.message, text))));
    return verdict(pass, `expected the run ${pass ? "not " : ""}to log ${util.format("%s", text)}, but it logged ${log.length === 0 ? "nothing" : log.map((line) => line.message).join("\n")}`);
  },
};
expect.extend(matchers);

// expect.assertions(n) and expect.hasAssertions().
let assertions;
expect.assertions = (number) => {
  assertions = { number, error: new Error() };
};
expect.hasAssertions = () => {
  assertions = { number: undefined, error: new Error() };
};
const checkAssertions = () => {
  if (!assertions) return;
  const { number, error } = assertions;
  const made = expect.getState().assertionCalls;
  if (number === undefined ? made > 0 : made === number) return;
  error.message = `expected ${number ?? "some"} assertions, but there were ${made}`;
  throw error;
};

// ---- running them

const differenceOf = (error) => {
  if (error === null || typeof error !== "object" || error.actual === undefined || error.expected === undefined) return undefined;
  try {
    const difference = library.diff(error.expected, error.actual, { aAnnotation: "expected", bAnnotation: "actual" });
    // Whoever shows it has colours of their own, or none.
    return difference?.replace(/\u001b\[[0-9;]*m/g, "") ?? undefined;
  } catch {
    return undefined;
  }
};

const once = async (kind, groups) => {
  for (const one of groups) {
    const fns = one[kind].splice(0);
    for (const fn of fns) await fn();
  }
};

const lastOf = (one, selected) => !tests.some((other, index) => index > selected.index && selected.rest.includes(index)
  && chain(other.group).includes(one));

const runTest = async (selected) => {
  const one = tests[selected.index];
  const groups = chain(one.group);
  running = one;
  assertions = undefined;
  expect.setState({ assertionCalls: 0, isExpectingAssertions: false, expectedAssertionsNumber: null, currentTestName: one.name, testPath: undefined });
  let failed;
  const attempt = async (work) => {
    try {
      await work();
    } catch (error) {
      failed ??= { error };
    }
  };
  await attempt(async () => {
    await once("beforeAll", groups);
    for (const each of groups) for (const fn of each.beforeEach) await fn();
    await one.fn();
    checkAssertions();
  });
  for (const each of groups.toReversed()) for (const fn of each.afterEach.toReversed()) await attempt(fn);
  await attempt(() => once("afterAll", groups.toReversed().filter((each) => lastOf(each, selected))));
  running = undefined;
  if (!failed) return;
  ask("failed", {
    message: failed.error instanceof Error ? failed.error.message : util.format("%s", failed.error),
    difference: differenceOf(failed.error),
  });
  throw failed.error;
};

const main = async (request) => {
  if (request.do === "test") return runTest(request);
  ask("tests", tests.map(({ name, mode, milliseconds, place, group: within }) => ({
    names: [...chain(within).slice(1).map((above) => above.name), name],
    mode,
    milliseconds,
    place,
  })));
};

const api = {
  test,
  it: test,
  describe,
  expect,
  workflow,
  event,
  jwt,
  beforeEach: hook("beforeEach"),
  afterEach: hook("afterEach"),
  beforeAll: hook("beforeAll"),
  afterAll: hook("afterAll"),
};
