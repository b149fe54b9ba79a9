// Realms that serve more than one run.

// Once the bindings are there, and before there is anything of the author's: freezes what
// runs share, the modules that are kept and the parts that are loaded ahead included.
const harden = (script, names, ahead) => {
  const roots = [hostOfLibrary];
  const borrowed = keys(lent);
  for (let i = 0; i < borrowed.length; i++) put(roots, roots.length, lent[borrowed[i]]);
  const share = (exports) => {
    const exported = keys(exports);
    for (let i = 0; i < exported.length; i++) put(roots, roots.length, exports[exported[i]]);
  };
  for (let i = 0; i < names.length; i++) {
    put(roots, roots.length, evaluate(names[i], kept));
    share(kept[names[i]]);
  }
  for (let i = 0; i < ahead.length; i++) {
    if (ahead[i] === "url") {
      const { URL, URLSearchParams } = globalThis;
      put(roots, roots.length, URL);
      put(roots, roots.length, URLSearchParams);
      put(roots, roots.length, new URLSearchParams().entries());
    } else {
      web(ahead[i]);
    }
    frozen[ahead[i]] = true;
  }
  // A part may have loaded others.
  const loaded = keys(parts);
  for (let i = 0; i < loaded.length; i++) {
    frozen[loaded[i]] = true;
    const exported = keys(parts[loaded[i]]);
    for (let j = 0; j < exported.length; j++) if (hasOwn(globalThis, exported[j])) globalThis[exported[j]];
    share(parts[loaded[i]]);
  }
  hardened = true;
  ({ standsIn, isShared, shared } = script(roots, () => trace("refused")));
  traces = undefined;
};

// Hands over all that is frozen, and what the host can call: the way to the rest of the
// kernel.
let shared;
const handShared = (handOver, kernel) => {
  apply(handOver, undefined, [shared, kernel]);
};

// Forgets a run that has ended. Answers with the names of what it has used that another
// run could notice: if there is none, nothing is left.
const reset = () => {
  if (answerer || keys(waiting).length > 0) trace("waiting");
  forgetClaims();
  clearEntries(lost);
  if (!packagesStay) dropPackages();
  forgetSymbols();
  main = undefined;
  refusal = undefined;
  ownStackText = undefined;
  chosen = undefined;
  state = pending();
  return traces ? join(keys(traces), ",") : "";
};

// Forgets a call that has ended, and leaves the modules as they are: for a script that is
// called one time after another, and may know so.
const again = () => {
  const left = keys(waiting);
  for (let i = 0; i < left.length; i++) delete waiting[left[i]];
  clearEntries(lost);
  refusal = undefined;
  ownStackText = undefined;
  state = pending();
};
