// Loaded before the app, and into each of its threads: its clock is ahead by what a file says, which a test writes.
const { readFileSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const os = require('node:os');
const threads = require('node:worker_threads');

const LOOK_MS = 100;
const file = process.env.GHOSTSTACK_TEST_CLOCK;
const Real = Date;
const upSeconds = os.uptime;
let aheadMs = 0;

function look() {
  try {
    aheadMs = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    // Nobody has moved it yet.
  }
}

if (file) {
  look();
  setInterval(look, LOOK_MS).unref();
  globalThis.Date = class MovedDate extends Real {
    constructor(...values) {
      if (values.length === 0) super(Real.now() + aheadMs);
      else super(...values);
    }

    static now() {
      return Real.now() + aheadMs;
    }
  };
  // The time has passed on this computer, and was not set.
  os.uptime = () => upSeconds() + aheadMs / 1000;
  // Such a thread is given what the others get by NODE_OPTIONS, and this.
  const given = (process.env.NODE_OPTIONS ?? '').split(' ').filter((word) => word.startsWith('--require='));
  threads.Worker = class Worker extends threads.Worker {
    constructor(entry, options) {
      const execArgv = [...given.map((word) => word.replaceAll("'", '')), `--require=${__filename}`];
      super(entry, { ...options, execArgv });
    }
  };
  syncBuiltinESMExports();
}
