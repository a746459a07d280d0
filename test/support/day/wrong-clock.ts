/**
 * Loaded into a node before anything else (`--import`): the clock of its computer is as wrong as a file says, in
 * milliseconds, and as right again as soon as the file says so. What counts the time that passes is left alone, as on
 * a computer whose clock somebody sets.
 */
import { readFileSync } from 'node:fs';

const LOOK_MS = 100;
const file = process.env.GHOSTSTACK_TEST_CLOCK;
const RealDate = Date;
let aheadMs = 0;

function look(): void {
  try {
    aheadMs = Number(readFileSync(String(file), 'utf8')) || 0;
  } catch {
    aheadMs = 0;
  }
}

const now = (): number => RealDate.now() + aheadMs;

if (file) {
  look();
  setInterval(look, LOOK_MS).unref();
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values, made) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, made),
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}
