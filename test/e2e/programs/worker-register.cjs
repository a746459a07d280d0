// Loaded by Electron before the app: keeps every worker thread that the main process starts, for a test to end.
const { syncBuiltinESMExports } = require('node:module');
const threads = require('node:worker_threads');

globalThis.startedWorkers = [];
const { Worker } = threads;
threads.Worker = class extends Worker {
  constructor(...args) {
    super(...args);
    globalThis.startedWorkers.push(this);
  }
};
syncBuiltinESMExports();
