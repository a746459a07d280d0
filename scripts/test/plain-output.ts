// Imported first: libraries decide about colours when they are loaded, and a log file wants none.
if (!process.stdout.isTTY) {
  process.env.NO_COLOR = '1';
  delete process.env.FORCE_COLOR;
}
