// Loaded by `node --import` before a program: at its end the paths of the files that it loaded are the last line of
// standard error.
import { registerHooks } from 'node:module';

const loaded = [];
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) loaded.push(new URL(url).pathname);
    return next(url, context);
  },
});
process.on('exit', () => process.stderr.write(`${JSON.stringify(loaded)}\n`));
