/** Which folder belongs to which part of the project, as data: what the rules speak of. */

/** Folders of each zone, relative to the project. A file belongs to the zone with the longest matching folder. */
export const ZONES = {
  // The window, from the roof down.
  'renderer-shell': ['renderer', 'renderer/shell'],
  'renderer-features': ['renderer/features'],
  'renderer-below': ['renderer/components', 'renderer/charts', 'renderer/state', 'renderer/styles'],
  // What all processes share: the pure kernel, from the ground up; the contract between processes; language.
  'protocol-base': ['shared/protocol', 'shared/protocol/names'],
  'protocol-log': ['shared/protocol/log'],
  'protocol-closing': ['shared/protocol/closing', 'shared/protocol/scars'],
  'protocol-trust': ['shared/protocol/trust'],
  'protocol-forks': ['shared/protocol/forks', 'shared/protocol/bridges', 'shared/protocol/issuing'],
  'protocol-state': ['shared/protocol/state'],
  'protocol-proof': ['shared/protocol/proof'],
  contract: ['shared', 'shared/contract'],
  words: ['shared/words'],
  resources: ['resources'],
  main: ['electron/main'],
  preload: ['electron/preload'],
  host: ['electron/host'],
  headless: ['electron/headless'],
  demos: ['electron/headless/demos'],
  'node-root': ['electron/node', 'electron/node/root', 'electron/node/doctor'],
  'node-store': ['electron/node/store'],
  'node-base': ['electron/node/crypto', 'electron/node/identity', 'electron/node/log'],
  'node-credentials': ['electron/node/credentials'],
  'node-issuing': ['electron/node/issuing'],
  'node-care': ['electron/node/care'],
  'node-messaging': ['electron/node/messaging'],
  'node-transport': ['electron/node/transport'],
  'node-cell': ['electron/node/cell'],
  'cell-reactions': ['electron/node/cell/reactions'],
  'node-cognition': ['electron/node/cognition'],
  'node-agent': ['electron/node/agent'],
  'node-search': ['electron/node/search'],
  'node-tutorial': ['electron/node/tutorial'],
} as const satisfies Record<string, readonly string[]>;

export type Zone = keyof typeof ZONES;

/** The folders whose files are read. */
export const CHECKED_FOLDERS = ['electron', 'renderer', 'shared'] as const;

/** In this folder only the files directly inside belong to the zone; a new folder needs a zone of its own. */
export const FOLDER_OF_LAYERS = 'electron/node';

/** Where the build puts what, for files that are named by the place they will have at run time. */
export const BUILD_OUTPUTS: ReadonlyArray<{ readonly output: string; readonly source: string }> = [
  { output: 'out/node/worker.js', source: 'electron/host/worker.ts' },
  { output: 'out/node/check-thread.js', source: 'electron/node/store/check-thread.ts' },
  { output: 'out/node', source: 'electron/node' },
  { output: 'out/headless', source: 'electron/headless' },
  { output: 'out/main', source: 'electron/main' },
  { output: 'out/preload', source: 'electron/preload' },
  { output: 'out/renderer', source: 'renderer' },
];

/** Code that is named by its place, to be loaded by somebody else: the window loads the preload that main names. */
export const PLACES_ALLOWED: ReadonlyArray<{ readonly from: Zone; readonly to: Zone }> = [
  { from: 'main', to: 'preload' },
];
