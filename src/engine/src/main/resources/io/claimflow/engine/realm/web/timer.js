// Timers and microtasks of the HTML Standard. A timer ends with the run at the latest.
(web, host, { delay, forget, report }) => {
  const LONGEST = 2 ** 31 - 1;

  // The kernel's timers by the numbers that are handed out.
  const pending = new Map();
  let numbers = 0;

  const start = (name, callback, milliseconds, repeat, args) => {
    if (typeof callback !== "function") throw new TypeError(`${name} takes a function`);
    const number = ++numbers;
    const time = Math.min(Math.max(Math.trunc(Number(milliseconds)) || 0, repeat ? 1 : 0), LONGEST);
    const arm = () => pending.set(number, delay(time, fire));
    const fire = () => {
      if (repeat) arm();
      else pending.delete(number);
      callback(...args);
    };
    arm();
    return number;
  };

  const clear = (number) => {
    if (!pending.has(number)) return;
    forget(pending.get(number));
    pending.delete(number);
  };

  return {
    setTimeout: (callback, milliseconds, ...args) => start("setTimeout", callback, milliseconds, false, args),
    setInterval: (callback, milliseconds, ...args) => start("setInterval", callback, milliseconds, true, args),
    clearTimeout: clear,
    clearInterval: clear,
    queueMicrotask(callback) {
      if (typeof callback !== "function") throw new TypeError("queueMicrotask takes a function");
      Promise.resolve().then(callback).catch(report);
    },
  };
}
