// What the host can call.

return {
  libraries(factory, script, host) {
    libraryFactory = factory;
    webScript = script;
    webHost = host;
  },
  serve(wait, timer, hostWords, hostOnDemand, hostClaims) {
    waitFor = (id, time) => apply(wait, undefined, time === undefined ? [id] : [id, String(max(0, time))]);
    endCall = (id) => apply(wait, undefined, [id, "end"]);
    timers = timer;
    words = callable(hostWords);
    onDemand = callable(hostOnDemand);
    givenClaims = callable(hostClaims);
  },
  settle(id, answer) {
    if (waiting[id]) waiting[id](answer);
  },
  install,
  lend,
  modules,
  link,
  linkPackages,
  handPackages,
  keepPackages,
  handShared,
  harden,
  reset,
  again,
  standStill,
  repeat,
  standIn,
  describe,
  run,
  after,
  // Of the reasons of rejections that nobody has handled, the first that is no failure of a
  // call: of those the run warns.
  unhandled(...reasons) {
    for (let i = 0; i < reasons.length; i++) {
      if (!isHandle(failures, reasons[i])) return { __proto__: null, reason: reasons[i] };
      lose(reasons[i]);
    }
    return null;
  },
  lost() {
    const errors = setPrototypeOf([], null);
    eachEntry(lost, (error) => put(errors, errors.length, error));
    return errors;
  },
  text: show,
  causes: (error) => web("inspect").causes(error),
};
