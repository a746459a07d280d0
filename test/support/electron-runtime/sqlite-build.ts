/**
 * Builds the installed better-sqlite3 for Node-API 9 (Electron 33), from its own source: what it needs of Node-API 10
 * is persistent references to strings, and nothing else. Test support only; the product uses the stock prebuild.
 * `db.aggregate()` is not as good as the stock build's.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type PinnedPackage, unpackFromNpm } from './npm-tarball.ts';
import { cacheFolder, type Progress, prepareFolder } from './prepared-folder.ts';

const run = promisify(execFile);
const COMPILE_LIMIT_MS = 15 * 60 * 1000;

const API_HEADERS: PinnedPackage = {
  name: 'node-api-headers',
  version: '1.9.0',
  integrity:
    'sha512-2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
};
const ADDON_API: PinnedPackage = {
  name: 'node-addon-api',
  version: '8.9.2',
  integrity:
    'sha512-VijLXbi3UACN69I0JVXJsX4tjACjNoQDgv2gTF6sx2wWEi8tkSg2eX8p5gSIFi8z2+DL3oHmY6OyKce38SDolg==',
};

const OWN_FILES = ['string-reference.hpp', 'sqlite-redirect.cjs'].map((name) =>
  join(import.meta.dirname, name),
);
/** Raise it when the steps below change. */
const STEPS = 1;

const COMPILER_FLAGS = ['-c', '-O2', '-fPIC', '-w', '-DNDEBUG'];
const ADDON_FLAGS = [
  '-std=c++20',
  '-fvisibility=hidden',
  '-DBUILDING_NODE_EXTENSION',
  '-DNODE_GYP_MODULE_NAME=better_sqlite3',
  '-DNAPI_VERSION=9',
  '-DNAPI_DISABLE_CPP_EXCEPTIONS',
  '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
];

/** Returns the path of the module to give to the runtime with NODE_OPTIONS=--require. */
export async function prepareSqliteBuild(projectFolder: string, progress: Progress): Promise<string> {
  const source = join(projectFolder, 'node_modules/better-sqlite3');
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string };
  const own = createHash('sha256');
  for (const file of OWN_FILES) own.update(readFileSync(file));
  const key = `${version}-napi9-${process.platform}-${process.arch}-${STEPS}-${own.digest('hex').slice(0, 8)}`;
  const folder = join(cacheFolder(), `better-sqlite3-${key}`);
  await prepareFolder(folder, async (partial) => {
    progress(`Electron for tests: building better-sqlite3 ${version} for Node-API 9 (about a minute)`);
    const scratch = join(partial, 'build');
    await unpackFromNpm(API_HEADERS, join(scratch, 'node-api-headers'));
    await unpackFromNpm(ADDON_API, join(scratch, 'node-addon-api'));
    await cp(join(source, 'src'), join(scratch, 'src'), { recursive: true });
    await boxStringReferences(join(scratch, 'src'));
    await compile(source, scratch, join(partial, 'better_sqlite3.node'));
    await rm(scratch, { recursive: true });
    for (const file of OWN_FILES) await cp(file, join(partial, file.slice(import.meta.dirname.length + 1)));
  });
  return join(folder, 'sqlite-redirect.cjs');
}

async function boxStringReferences(folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    if (!/\.(cpp|hpp)$/.test(name)) continue;
    const path = join(folder, name);
    const before = await readFile(path, 'utf8');
    let after = before
      .replaceAll('Napi::Reference<Napi::String>', 'StringReference')
      .replaceAll(/Napi::Persistent\((InternalizedFrom(?:Latin1|Utf8)\([^()]*\))\)/g, 'StringReference($1)')
      .replaceAll('Napi::Persistent(pair->name.Value())', 'StringReference(pair->name.Value())');
    if (name === 'better_sqlite3.cpp') after = `#include "string-reference.hpp"\n${after}`;
    if (after !== before) await writeFile(path, after);
  }
  await cp(join(import.meta.dirname, 'string-reference.hpp'), join(folder, 'string-reference.hpp'));
}

async function compile(source: string, scratch: string, output: string): Promise<void> {
  const sqlite = join(source, 'deps/sqlite3');
  const options = { timeout: COMPILE_LIMIT_MS, maxBuffer: 64 * 1024 * 1024 };
  const defines = await sqliteDefines(join(source, 'deps/defines.gypi'));
  const includes = [
    join(scratch, 'src'),
    sqlite,
    join(scratch, 'node-api-headers/include'),
    join(scratch, 'node-addon-api'),
  ].map((folder) => `-I${folder}`);
  const engine = join(scratch, 'sqlite3.o');
  const addon = join(scratch, 'addon.o');
  await Promise.all([
    run('gcc', [...COMPILER_FLAGS, ...defines, join(sqlite, 'sqlite3.c'), '-o', engine], options),
    run(
      'g++',
      [...COMPILER_FLAGS, ...ADDON_FLAGS, ...includes, join(scratch, 'src/better_sqlite3.cpp'), '-o', addon],
      options,
    ),
  ]);
  const link = ['-shared', '-s', '-o', output, addon, engine, '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL'];
  await run('g++', [...link, '-ldl', '-lpthread', '-lm'], options);
}

/** The options that better-sqlite3 compiles SQLite with, as `-D` flags. */
async function sqliteDefines(gypi: string): Promise<string[]> {
  const text = (await readFile(gypi, 'utf8')).replaceAll(/#.*/g, '');
  return [...text.matchAll(/'([A-Z][A-Z0-9_]*(?:=[^']*)?)'/g)].map(([, define]) => `-D${define}`);
}
