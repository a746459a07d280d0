// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these texts are programs
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkTree, zoneOf } from '../../scripts/import-rules/check-tree.ts';
import { GENERAL_RULES, RULES } from '../../scripts/import-rules/rules.ts';

const project = resolve(import.meta.dirname, '../..');

function plant(root: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function temporaryTree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'ghoststack-imports-'));
  plant(root, {
    'package.json': JSON.stringify({ name: 'ghoststack', imports: { '#shared/*': './shared/*' } }),
    ...files,
  });
  return root;
}

/** Rules broken by these files, as `file:line rule`. */
function broken(files: Record<string, string>): string[] {
  const root = temporaryTree(files);
  try {
    return checkTree(root).violations.map(({ file, line, rule }) => `${file}:${line} ${rule}`);
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe('npm run check, on a copy of this project with one violation of each rule planted', () => {
  const planted: Record<string, { file: string; text: string }> = {
    'electron-stays-in-main': {
      file: 'electron/node/crypto/planted.ts',
      text: "import { app } from 'electron';",
    },
    'renderer-imports-only-shared': {
      file: 'renderer/planted.ts',
      text: "import '../electron/node/index.ts';",
    },
    'shared-stands-alone': {
      file: 'shared/words/planted.ts',
      text: "import '../../renderer/shell/app.tsx';",
    },
    'preload-imports-only-shared': {
      file: 'electron/preload/planted.ts',
      text: "import '../host/node-host.ts';",
    },
    'main-reaches-the-node-through-host': {
      file: 'electron/main/planted.ts',
      text: "import '../node/index.ts';",
    },
    'main-imports-host-and-shared': {
      file: 'electron/main/planted-2.ts',
      text: "import '../headless/cli.ts';",
    },
    'node-stands-below-its-hosts': {
      file: 'electron/node/root/planted.ts',
      text: "import '../../host/worker.ts';",
    },
    'host-imports-node-and-shared': {
      file: 'electron/host/planted.ts',
      text: "import '../headless/cli.ts';",
    },
    'headless-imports-host-node-and-shared': {
      file: 'electron/headless/planted.ts',
      text: "import '../../renderer/shell/app.tsx';",
    },
    'base-knows-no-layer': {
      file: 'electron/node/store/planted.ts',
      text: "import '../messaging/inbox.ts';",
    },
    'credentials-are-pure': {
      file: 'electron/node/credentials/planted.ts',
      text: "import '../store/store.ts';",
    },
    'issuing-knows-credentials': {
      file: 'electron/node/issuing/planted.ts',
      text: "import '../messaging/inbox.ts';",
    },
    'care-knows-only-the-base': {
      file: 'electron/node/care/planted.ts',
      text: "import '../messaging/inbox.ts';",
    },
    'tutorial-decides-nothing': {
      file: 'electron/node/cell/planted.ts',
      text: "import '../tutorial/vote-chain.ts';",
    },
    'messaging-knows-no-transport': {
      file: 'electron/node/messaging/planted.ts',
      text: "import '../transport/link/timing.ts';",
    },
    'transport-knows-no-cell': {
      file: 'electron/node/transport/link/planted.ts',
      text: "import '../../cell/cell-node.ts';",
    },
    'reactions-are-pure': {
      file: 'electron/node/cell/reactions/planted.ts',
      text: "import '../../store/safety-state.ts';",
    },
    'cell-knows-no-agent': {
      file: 'electron/node/cell/trust/planted.ts',
      text: "import '../../cognition/limbic-system.ts';",
    },
    'search-reads-what-is-written': {
      file: 'electron/node/search/planted.ts',
      text: "import '../cell/draft-title.ts';",
    },
    'protocol-has-no-language': {
      file: 'shared/protocol/log/planted.ts',
      text: "import '../../words/translate.ts';",
    },
    'contract-has-no-language': {
      file: 'shared/contract/planted.ts',
      text: "import '../words/translate.ts';",
    },
    'node-has-no-language': {
      file: 'electron/node/cell/joining/planted-2.ts',
      text: "import { t } from '#shared/words/translate.ts';",
    },
    'log-knows-no-closing': {
      file: 'shared/protocol/log/planted-2.ts',
      text: "import '../closing/bodies.ts';",
    },
    'closing-knows-no-trust': {
      file: 'shared/protocol/closing/planted.ts',
      text: "import '../trust/rank.ts';",
    },
    'trust-knows-no-state': {
      file: 'shared/protocol/trust/planted.ts',
      text: "import '../state/cell-state.ts';",
    },
    'features-stand-below-the-shell': {
      file: 'renderer/features/chain/planted.ts',
      text: "import '../../shell/App.tsx';",
    },
    'components-stand-below-the-features': {
      file: 'renderer/components/planted.ts',
      text: "import '../features/chain/lanes.ts';",
    },
    'no-feature-imports-another': {
      file: 'renderer/features/chain/planted-2.ts',
      text: "import '../tokens/use-statement.ts';",
    },
    'cognition-knows-only-the-store': {
      file: 'electron/node/cognition/planted.ts',
      text: "import '../crypto/hash.ts';",
    },
    'agent-stands-below-the-root': {
      file: 'electron/node/agent/planted.ts',
      text: "import '../root/node.ts';",
    },
    'unresolvable-import': { file: 'electron/host/planted-2.ts', text: 'await import(process.argv[2]);' },
    'import-from-an-address': { file: 'renderer/planted-2.ts', text: "import 'https://example.com/x.js';" },
    'resources-hold-no-code': { file: 'renderer/planted-3.ts', text: "import '../resources/code.ts';" },
    'folder-without-a-layer': { file: 'electron/node/elsewhere/planted.ts', text: 'export {};' },
    'does-not-parse': { file: 'shared/planted-2.ts', text: 'const = 1;' },
  };
  let root: string;
  let output: string;
  let status: number | null;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'ghoststack-imports-'));
    for (const part of ['electron', 'renderer', 'shared', 'resources', 'package.json']) {
      cpSync(join(project, part), join(root, part), { recursive: true });
    }
    for (const { file, text } of Object.values(planted)) plant(root, { [file]: text });
    const run = spawnSync(process.execPath, ['scripts/check.ts', '--only', 'imports', '--root', root], {
      cwd: project,
      encoding: 'utf8',
    });
    output = run.stdout + run.stderr;
    status = run.status;
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('fails', () => expect(status).toBe(1));

  it('plants a violation of every rule there is', () => {
    expect(Object.keys(planted).sort()).toEqual(
      [...RULES.map(({ id }) => id), ...Object.keys(GENERAL_RULES)].sort(),
    );
  });

  it.each(Object.entries(planted))('names the file and the rule %s', (rule, { file }) => {
    expect(output).toContain(`${file}:1: ${rule}: `);
  });

  it('names nothing else', () => {
    expect(output.match(/^ *\S+:\d+: /gm)).toHaveLength(Object.keys(planted).length);
  });
});

it('finds no violation in this project', () => {
  expect(checkTree(project).violations).toEqual([]);
});

describe('every form of an import', () => {
  it.each([
    ['static', "import { app } from 'electron';"],
    ['for its effect', "import 'electron';"],
    ['of a namespace', "import * as electron from 'electron';"],
    ['of a type', "import type { App } from 'electron';"],
    ['of types inside', "import { type App } from 'electron';"],
    ['re-export', "export { app } from 'electron';"],
    ['re-export of all', "export * from 'electron';"],
    ['re-export of a type', "export type { App } from 'electron';"],
    ['a type in place', "type A = import('electron').App;"],
    ['typeof in place', "let a: typeof import('electron');"],
    ['dynamic', "await import('electron');"],
    ['dynamic in a template', 'await import(`electron`);'],
    ['dynamic, put together', "await import('elec' + `tron`);"],
    ['dynamic in a template that nests a string', "await import(`elec${'tron'}`);"],
    ['dynamic with a cast', "await import('electron' as string);"],
    ['require', "require('electron');"],
    ['optional require', "require?.('electron');"],
    ['require with an alias', "import electron = require('electron');"],
    ['require.resolve', "require.resolve('electron');"],
    ['module.require', "module.require('electron');"],
    ['globalThis.require', "globalThis['require']('electron');"],
    ['createRequire at once', "createRequire(import.meta.url)('electron');"],
    ['createRequire kept', "const load = createRequire(import.meta.url);\nload('electron');"],
    ['createRequire assigned', "let load;\nload = createRequire(import.meta.url);\nload('electron');"],
    [
      'createRequire renamed',
      "import { createRequire as make } from 'node:module';\nmake(import.meta.url)('electron');",
    ],
    [
      'createRequire of the module',
      "import m from 'node:module';\nm.createRequire(import.meta.url)('electron');",
    ],
    ['createRequire().resolve', "createRequire(import.meta.url).resolve('electron');"],
    ['import.meta.resolve', "import.meta.resolve('electron');"],
    ['process.getBuiltinModule', "process.getBuiltinModule('electron');"],
    ['process._linkedBinding', "process._linkedBinding('electron_browser_app');"],
    ['a reference directive', '/// <reference types="electron" />'],
    ['its main process part', "import 'electron/main';"],
    ['its renderer part', "import 'electron/renderer';"],
    ['its common part', "import 'electron/common';"],
    ['its built-in name', "import 'node:electron';"],
    ['a package that hands it on', "import '@electron/remote';"],
    ['by a path into the packages', "import '../../../node_modules/electron/index.js';"],
  ])('is found: %s', (_form, text) => {
    const line = text.split('\n').length;
    expect(broken({ 'electron/node/crypto/a.ts': text })).toEqual([
      `electron/node/crypto/a.ts:${line} electron-stays-in-main`,
    ]);
  });

  it.each([
    ['a relative path', "import '../../main/window.ts';"],
    ['no extension', "import '../../main/window';"],
    ['the extension of the built file', "import '../../main/window.js';"],
    ['a folder', "import '../../main';"],
    ['a detour', "import '../../host/../main/window.ts';"],
    ['the name of the package', "import 'ghoststack/electron/main/window.ts';"],
    ['the entry of the package', "import 'ghoststack';"],
    ['the built file', "import '../../../out/main/index.js';"],
    ['a worker', "new Worker(new URL('../../main/window.ts', import.meta.url));"],
    ['a worker of the built file', "new Worker(new URL('../main/index.js', import.meta.url));"],
    ['a place that is loaded later', "const place = new URL('../../main/window.ts', import.meta.url);"],
    [
      'a place that is loaded at once',
      "await import(new URL('../../main/window.ts', import.meta.url).href);",
    ],
    ['a query', "import '../../main/window.ts?worker';"],
    ['a glob', "import.meta.glob('../../main/*.ts');"],
    ['one of several globs', "import.meta.glob(['./*.ts', '../../main/**/*.ts']);"],
  ])('is found when electron/main is named by %s', (_name, text) => {
    const files = { 'electron/node/crypto/a.ts': text, 'electron/main/window.ts': 'export {};' };
    expect(broken(files)).toEqual(['electron/node/crypto/a.ts:1 electron-stays-in-main']);
  });

  it.each(['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'])('is found in .%s files', (extension) => {
    expect(broken({ [`renderer/a.${extension}`]: "const x = require('node:fs');" })).toEqual([
      `renderer/a.${extension}:1 renderer-imports-only-shared`,
    ]);
  });

  it.each([
    ['a variable', 'const name = "electron";\nawait import(name);'],
    ['a call', '\nawait import(atob("ZWxlY3Ryb24="));'],
    ['a template with a variable', '\nawait import(`./${process.argv[2]}.ts`);'],
    ['require of a variable', '\nrequire(process.argv[2]);'],
    ['require handed on', '\nconst load = require;'],
    ['require as an argument', '\nrun(require);'],
    ['createRequire handed on', '\nexport const load = [createRequire(import.meta.url)];'],
    ['a worker that runs text', "\nnew Worker('import(`electron`)', { eval: true });"],
    ['a worker put together on the spot', '\nnew Worker(`./${process.argv[2]}.js`);'],
    ['a URL put together for a worker', '\nnew Worker(new URL(`./${process.argv[2]}.js`, import.meta.url));'],
    ['an unknown # name', "\nimport '#nowhere/a.ts';"],
  ])('that is not written out is a violation of its own: %s', (_name, text) => {
    expect(broken({ 'electron/host/a.ts': text })).toEqual(['electron/host/a.ts:2 unresolvable-import']);
  });

  it('is left alone where it is allowed', () => {
    expect(
      broken({
        'electron/main/index.ts': `
          import { app } from 'electron';
          import { NodeHost } from '../host/node-host.ts';
          import '#shared/contract/errors.ts';
          new NodeHost({ workerUrl: new URL('../node/worker.js', import.meta.url) });
          const page = new URL('../renderer/', import.meta.url);
          const preload = new URL('../preload/index.cjs', import.meta.url);
        `,
        'electron/host/node-host.ts': `
          import { Worker } from 'node:worker_threads';
          import '../node/root/node.ts';
          new Worker(options.workerUrl);
          class Registry { #require(name) { return this.#require(name) ?? this.require(name); } }
        `,
        'electron/node/root/node.ts': "import '../agent/a.ts'; import 'better-sqlite3'; import 'node:fs';",
        'electron/node/agent/a.ts': "import '../cognition/b.ts'; import '../messaging/c.ts';",
        'electron/node/cognition/b.ts': "import '../store/store.ts';",
        'electron/preload/index.ts':
          "import { contextBridge } from 'electron/renderer'; import '#shared/contract/errors.ts';",
        'renderer/app.tsx':
          "import '#shared/contract/errors.ts'; import 'react'; import './app.css'; const a = <a>require</a>;",
        'shared/contract/errors.ts':
          "import 'zod'; import words from '../resources/en.json' with { type: 'json' };",
      }),
    ).toEqual([]);
  });
});

describe('an alias', () => {
  const files = { 'electron/main/window.ts': 'export {};' };
  const violation = ['renderer/a.ts:1 renderer-imports-only-shared'];
  const main = "import '@main/window.ts';";

  it.each(['tsconfig.json', 'renderer/tsconfig.json'])('of %s does not lead around a rule', (path) => {
    const target = path.startsWith('renderer') ? '../electron/main/*' : './electron/main/*';
    const text = `{ /* paths */ "compilerOptions": { "paths": { "@main/*": ["${target}"], } } }`;
    expect(broken({ ...files, [path]: text, 'renderer/a.ts': main })).toEqual(violation);
  });

  it.each([
    ['a name and a path', "{ '@main': resolve(root, 'electron/main') }"],
    ['a name and a URL', "{ '@main': fileURLToPath(new URL('./electron/main', import.meta.url)) }"],
    ['a name and an absolute path', "{ '@main': path.resolve(__dirname, 'electron', 'main') }"],
    ['a list', "[{ find: '@main', replacement: resolve(root, 'electron/main') }]"],
    ['a list with a pattern', "[{ find: /^@main\\//, replacement: resolve(root, 'electron/main') + '/' }]"],
  ])('of Vite, written as %s, does not lead around a rule', (_name, alias) => {
    const text = `export default defineConfig({ renderer: { resolve: { alias: ${alias} } } });`;
    const rules = broken({ ...files, 'electron.vite.config.ts': text, 'renderer/a.ts': main });
    expect(rules.filter((rule) => !rule.startsWith('electron.vite'))).toEqual(violation);
  });

  it('of Vite that cannot be read is a violation of its own', () => {
    const text = 'export default { resolve: { alias: makeAliases() } };';
    expect(broken({ 'vite.config.ts': text })).toEqual(['vite.config.ts:1 unresolvable-import']);
  });

  it('of package.json that names a package stands for that package', () => {
    const manifest = JSON.stringify({ name: 'ghoststack', imports: { '#window': { node: 'electron' } } });
    expect(broken({ 'package.json': manifest, 'shared/a.ts': "import '#window';" })).toEqual([
      'shared/a.ts:1 shared-stands-alone',
    ]);
  });
});

describe('the zone of a file', () => {
  it.each([
    ['electron/node/root/node.ts', 'node-root'],
    ['electron/node/store/migrations/001-messaging.ts', 'node-store'],
    ['electron/node/elsewhere/a.ts', null],
    ['renderer/shell/app.tsx', 'renderer-shell'],
    ['renderers/a.ts', null],
    ['test/unit/a.test.ts', null],
  ])('%s is %s', (path, zone) => expect(zoneOf(path)).toBe(zone));
});
