// Does for the plain runtime what Electron's default app does for the official binary:
// `electron [switches] [-r module] <app folder or file> [arguments]`.
// An ES module, because Electron gets ready only once its entry has loaded, and this one loads the app's entry.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(import.meta.url);

function parse(words) {
  const required = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === '-v' || word === '--version') return { version: true, required, target: null };
    if (word === '-r' || word === '--require') required.push(words[++i]);
    else if (word.startsWith('--require=')) required.push(word.slice('--require='.length));
    else if (!word.startsWith('-')) return { version: false, required, target: resolve(word) };
  }
  return { version: false, required, target: null };
}

function describe(target) {
  if (!statSync(target).isDirectory()) return target;
  const manifestPath = join(target, 'package.json');
  const manifest = existsSync(manifestPath) ? JSON.parse(readFileSync(manifestPath, 'utf8')) : {};
  if (manifest.productName || manifest.name) app.setName(manifest.productName || manifest.name);
  if (manifest.version) app.setVersion(manifest.version);
  app.setAppPath(target);
  return join(target, manifest.main || 'index.js');
}

const { version, required, target } = parse(process.argv.slice(1));
if (version) {
  process.stdout.write(`v${process.versions.electron}\n`);
  process.exit(0);
}
for (const name of required) require(resolve(name));
if (!target || !existsSync(target)) {
  process.stderr.write(`No application at ${target ?? '(nothing given)'}\n`);
  process.exit(2);
}
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
const entry = describe(target);
app.setPath('userData', join(app.getPath('appData'), app.getName()));
try {
  await import(pathToFileURL(entry).href);
} catch (error) {
  process.stderr.write(`App threw an error during load\n${error?.stack ?? error}\n`);
  process.exit(1);
}
