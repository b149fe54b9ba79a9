// The claims of tokens, as workflows see and change them.

let givenClaims;

// By token: the claims as the workflow sees them, from when it first looks, and the text
// that they come from.
let seen;
let texts;

// By token: what was set before anybody has looked, and the characters in all of it.
let blind;
let blindText;

const forgetClaims = () => {
  seen = bare();
  texts = bare();
  blind = bare();
  blindText = 0;
};
forgetClaims();

const claimsOf = (token) => {
  if (!seen[token]) {
    texts[token] = givenClaims(token);
    seen[token] = parse(texts[token]);
    if (blind[token]) {
      const names = keys(blind[token]);
      for (let i = 0; i < names.length; i++) put(seen[token], names[i], blind[token][names[i]]);
    }
  }
  return seen[token];
};

const setClaim = (token, claim, value) => {
  if (typeof claim !== "string") {
    throw new TypeError("setCustomClaim takes the claim's name as a string");
  }
  if (value === undefined) {
    delete claimsOf(token)[claim];
    return;
  }
  const count = { nodes: 0, text: 0, claim };
  plainClaim(value, claim, count);
  blindText += count.text;
  if (seen[token] || blindText > TEXT) {
    put(claimsOf(token), claim, value);
  } else {
    blind[token] ??= bare();
    blind[token][claim] = value;
  }
};

// The claims that were set blindly. Arrays and objects can have been changed since.
const setBlindly = (token) => {
  const set = blind[token];
  const count = { nodes: 0, text: 0, claim: undefined };
  const names = keys(set);
  for (let i = 0; i < names.length; i++) {
    const value = set[names[i]];
    if (typeof value === "object") set[names[i]] = plainClaim(value, names[i], count);
  }
  return set;
};

// What has become of the claims that the workflow has seen. Arrays and objects count as
// set: the host finds out whether they differ.
const changesOf = (token) => {
  const before = setPrototypeOf(parse(texts[token]), null);
  const claims = seen[token];
  const set = bare();
  const count = { nodes: 0, text: 0, claim: undefined };
  const names = keys(claims);
  for (let i = 0; i < names.length; i++) {
    const claim = names[i];
    const value = claims[claim];
    if (typeof value === "object" || value !== before[claim]) {
      const copy = plainClaim(value, claim, count);
      if (copy === undefined) continue;
      set[claim] = copy;
    }
    delete before[claim];
  }
  return { __proto__: null, set, gone: setPrototypeOf(keys(before), null) };
};
