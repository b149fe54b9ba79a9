// What a test can fix, before there is any code to see it.

// Lets the clocks of the realm stand at a time in milliseconds. Timers go on.
const standStill = (time) => {
  const Real = globalThis.Date;
  const at = Number(time);
  const Fixed = function Date(...parts) {
    if (!new.target) return new Real(at).toString();
    return Reflect.construct(Real, parts.length > 0 ? parts : [at], new.target);
  };
  defineProperty(Fixed, "prototype", { value: Real.prototype, writable: false });
  defineProperty(Fixed, "length", { value: 7 });
  hide(Fixed, "now", () => at);
  hide(Fixed, "parse", Real.parse);
  hide(Fixed, "UTC", Real.UTC);
  hide(Real.prototype, "constructor", Fixed);
  hide(globalThis, "Date", Fixed);
};

// Lets Math.random take its numbers from the host.
const repeat = (next) => {
  const number = callable(next);
  hide(Math, "random", () => Number(number()));
};
