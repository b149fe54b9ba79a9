// performance.now() of the High Resolution Time Standard, in whole milliseconds.
() => {
  const { now } = Date;
  const timeOrigin = now();
  let last = 0;

  return {
    performance: {
      timeOrigin,
      now() {
        last = Math.max(last, now() - timeOrigin);
        return last;
      },
    },
  };
}
