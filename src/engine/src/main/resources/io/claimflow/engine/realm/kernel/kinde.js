// What is Kinde's alone: the global, and the library that workflows import.

// The global of which most bindings are members: "kinde.env" is its member env.
const NAMESPACE = "kinde";
const FETCH = `${NAMESPACE}.fetch`;
const kinde = {};

const memberOf = (binding) =>
  indexOf(binding, `${NAMESPACE}.`) === 0 ? substring(binding, NAMESPACE.length + 1) : undefined;

// What the built-in library can use though the workflow has not declared it, by name. No
// code of the author's gets hold of it.
const LIBRARY = "@kinde/infrastructure";
const HOST = "claimflow:host";
const CREDENTIALS = ["KINDE_WF_M2M_CLIENT_ID", "KINDE_WF_M2M_CLIENT_SECRET"];
const lent = bare();

// This server, as the event names it.
let domain = "";
const beginAt = (event) => {
  const origin = event.context?.domains?.kindeDomain;
  domain = typeof origin === "string" ? origin : "";
};

let mayFetch = false;
const isOwn = (url) => domain !== "" && substring(url, 0, domain.length + 1) === `${domain}/`;
const hostOfLibrary = freeze({
  // Calls this server, or another one where the workflow may call others. Undefined if it
  // may not.
  fetch: (url, options) =>
    lent.fetch && typeof url === "string" && (mayFetch || isOwn(url)) ? lent.fetch(url, options) : undefined,
  // The credentials of the library. Undefined for any other variable.
  variable: (name) => (lent.env && (name === CREDENTIALS[0] || name === CREDENTIALS[1]) ? lent.env.get(name) : undefined),
  warn,
  here: () => new Error(),
});
