// Loaded before the app: it is ready once Playwright is attached, which calls `__playwright_run` then. Playwright brings
// such a module for the Electron that it finds by itself, and none for one that it is given. Without it, it attaches
// in the middle of the first page's first navigation, and on a busy machine once in a while waits for an answer of that
// page for ever.
const { app } = require('electron');

const ready = app.whenReady();
const emit = app.emit.bind(app);
const { promise: attached, resolve: release } = Promise.withResolvers();
let isHeld = true;
let held = null;

app.emit = (event, ...values) => {
  if (event !== 'ready' || !isHeld) return emit(event, ...values);
  held = values;
  return true;
};
app.isReady = () => !isHeld;
app.whenReady = () => attached;

globalThis.__playwright_run = async () => {
  await ready;
  isHeld = false;
  release();
  if (held !== null) emit('ready', ...held);
};
