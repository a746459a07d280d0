/**
 * Loaded into a node before anything else (`--import`): the clock of its computer is as wrong as a file says, in
 * milliseconds, and as right again as soon as the file says so. What counts the time that passes is left alone, as on
 * a computer whose clock somebody sets.
 */
import { readFileSync } from 'node:fs';

/** Sooner than anybody who set the clock can ask for something. */
const LOOK_MS = 1;
const file = process.env.GHOSTSTACK_TEST_CLOCK;
const RealDate = Date;
let aheadMs = 0;
let lookedAtMs = Number.NEGATIVE_INFINITY;

function look(): void {
  if (performance.now() - lookedAtMs < LOOK_MS) return;
  lookedAtMs = performance.now();
  try {
    aheadMs = Number(readFileSync(String(file), 'utf8')) || 0;
  } catch {
    aheadMs = 0;
  }
}

function now(): number {
  look();
  return RealDate.now() + aheadMs;
}

if (file) {
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values, made) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, made),
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}
