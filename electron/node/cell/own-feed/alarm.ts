/** Rings once, after so many ms, unless what it returns is called before. */
export type Alarm = (afterMs: number, ring: () => void) => () => void;

/** By the computer's clock; it keeps no process alive. */
export const computerAlarm: Alarm = (afterMs, ring) => {
  const timer = setTimeout(ring, afterMs);
  timer.unref();
  return () => clearTimeout(timer);
};
