/**
 * Which part of the project may import what, as data. A zone is a set of folders; a rule forbids the files of some
 * zones some targets. The first rule that matches is the one reported. Check with `npm run check`.
 */

/** Folders of each zone, relative to the project. A file belongs to the zone with the longest matching folder. */
export const ZONES = {
  renderer: ['renderer'],
  shared: ['shared'],
  resources: ['resources'],
  main: ['electron/main'],
  preload: ['electron/preload'],
  host: ['electron/host'],
  headless: ['electron/headless'],
  // Files directly in electron/node: the composition root and the library's face.
  'node-root': ['electron/node'],
  'node-store': ['electron/node/store'],
  'node-base': ['electron/node/crypto', 'electron/node/identity', 'electron/node/log'],
  'node-layer-1': ['electron/node/messaging', 'electron/node/transport'],
  'node-layer-2': [
    'electron/node/cell',
    'electron/node/governance',
    'electron/node/reputation',
    'electron/node/incentives',
  ],
  'node-layer-3': ['electron/node/cognition'],
  'node-agent': ['electron/node/agent'],
} as const satisfies Record<string, readonly string[]>;

export type Zone = keyof typeof ZONES;

/** The folders whose files are read. */
export const CHECKED_FOLDERS = ['electron', 'renderer', 'shared'] as const;

/** In this folder only the files directly inside belong to the zone; a new folder needs a zone of its own. */
export const FOLDER_OF_LAYERS = 'electron/node';

/** Where the build puts what, for files that are named by the place they will have at run time. */
export const BUILD_OUTPUTS: ReadonlyArray<{ readonly output: string; readonly source: string }> = [
  { output: 'out/node/worker.js', source: 'electron/host/worker.ts' },
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

/** What a rule forbids; a target matches when any of the given parts matches. */
export interface Forbidden {
  /** The package `electron`, its subpaths, and packages that wrap it. */
  readonly electron?: true;
  readonly builtins?: true;
  readonly zones?: readonly Zone[];
  /** Every file of the project outside these zones (the importing file's own zone is always allowed). */
  readonly filesExcept?: ReadonlyArray<Zone | 'package.json'>;
  /** Every npm package but these. */
  readonly packagesExcept?: readonly string[];
}

export interface ImportRule {
  readonly id: string;
  readonly from: readonly Zone[];
  readonly forbids: Forbidden;
  readonly says: string;
  readonly instead: string;
}

const NODE_BASE = ['node-store', 'node-base'] as const;
const NODE = [
  ...NODE_BASE,
  'node-layer-1',
  'node-layer-2',
  'node-layer-3',
  'node-agent',
  'node-root',
] as const;

export const RULES: readonly ImportRule[] = [
  {
    id: 'electron-stays-in-main',
    from: [...NODE, 'host', 'headless'],
    forbids: { electron: true, zones: ['main', 'preload'] },
    says: 'electron/node, electron/host and electron/headless import neither electron nor electron/main.',
    instead: 'Let electron/main do it, and take the result as an argument or a callback.',
  },
  {
    id: 'renderer-imports-only-shared',
    from: ['renderer'],
    forbids: { electron: true, builtins: true, filesExcept: ['shared', 'resources'] },
    says: 'renderer imports only shared (and packages that run in a browser).',
    instead: 'Put what both sides need into shared/, or add a call to shared/contract/contract.ts.',
  },
  {
    id: 'shared-stands-alone',
    from: ['shared'],
    forbids: { electron: true, builtins: true, filesExcept: ['resources'] },
    says: 'shared runs in the renderer and in the node: it imports neither of them, nor electron, nor Node built-ins.',
    instead: 'Take what differs as an argument, or move the file to the side that uses it.',
  },
  {
    id: 'preload-imports-only-shared',
    from: ['preload'],
    forbids: { builtins: true, filesExcept: ['shared'], packagesExcept: ['electron'] },
    says: 'electron/preload exposes exactly what shared/ipc names: it imports only shared and electron.',
    instead: 'Add a call to shared/contract/contract.ts and answer it in electron/main.',
  },
  {
    id: 'main-reaches-the-node-through-host',
    from: ['main'],
    forbids: { zones: [...NODE] },
    says: 'electron/main reaches the node only through electron/host: the node runs on a worker of its own.',
    instead: 'Call it through NodeHost, or let electron/host export what main needs.',
  },
  {
    id: 'main-imports-host-and-shared',
    from: ['main'],
    forbids: { filesExcept: ['host', 'shared', 'resources', 'package.json'] },
    says: 'electron/main imports only electron/host and shared.',
    instead: 'Move what both need into electron/host or shared/.',
  },
  {
    id: 'node-stands-below-its-hosts',
    from: [...NODE],
    forbids: { filesExcept: [...NODE, 'shared', 'package.json'] },
    says: 'electron/node imports nothing above it: not electron/host, electron/headless or renderer.',
    instead: 'Take it as an argument or a callback, or move the type to shared/.',
  },
  {
    id: 'host-imports-node-and-shared',
    from: ['host'],
    forbids: { filesExcept: [...NODE, 'shared', 'resources', 'package.json'] },
    says: 'electron/host imports only electron/node and shared.',
    instead: 'Take it as an argument or a callback from electron/main or electron/headless.',
  },
  {
    id: 'headless-imports-host-node-and-shared',
    from: ['headless'],
    forbids: { filesExcept: ['host', ...NODE, 'shared', 'resources', 'package.json'] },
    says: 'electron/headless imports only electron/host, electron/node and shared.',
    instead: 'Move what both need into electron/host or shared/.',
  },
  {
    id: 'base-knows-no-layer',
    from: [...NODE_BASE],
    forbids: { filesExcept: [...NODE_BASE, 'shared'] },
    says: 'Inside the node, store, crypto, identity and log are the base: they import no layer.',
    instead: 'Take it as an argument, or move the file to the layer that it belongs to.',
  },
  {
    id: 'layer-1-knows-no-layer-above',
    from: ['node-layer-1'],
    forbids: { filesExcept: [...NODE_BASE, 'shared'] },
    says: 'Inside the node, layer 1 (messaging, transport) imports only the base: it gets membership through an interface.',
    instead:
      'Ask for what you need in an interface of layer 1, and let electron/node/root/node.ts connect the two.',
  },
  {
    id: 'layer-2-knows-no-layer-above',
    from: ['node-layer-2'],
    forbids: { filesExcept: [...NODE_BASE, 'node-layer-1', 'shared'] },
    says: 'Inside the node, layer 2 (cell, governance, reputation, incentives) imports only layer 1 and the base.',
    instead: 'Put what needs several layers into electron/node/agent or electron/node/root/node.ts.',
  },
  {
    id: 'layer-3-knows-only-the-store',
    from: ['node-layer-3'],
    forbids: { filesExcept: ['node-store', 'shared'] },
    says: 'Inside the node, layer 3 (cognition) imports only the store.',
    instead: 'Put what needs several layers into electron/node/agent.',
  },
  {
    id: 'agent-stands-below-the-root',
    from: ['node-agent'],
    forbids: { zones: ['node-root'] },
    says: 'electron/node/agent may import every layer, but not the roots node.ts and index.ts.',
    instead: 'Import the layer itself.',
  },
];

/** Findings that are not about one rule of the table. */
export const GENERAL_RULES = {
  'unresolvable-import': {
    says: 'What is imported must be written out as a string, so that it can be checked.',
    instead: 'Write one import per module, in a table if one is to be chosen: { a: () => import("./a.ts") }.',
  },
  'import-from-an-address': {
    says: 'Code comes from this project and its packages, never from an address.',
    instead: 'Add a package, or a file.',
  },
  'resources-hold-no-code': {
    says: 'resources holds data, never code.',
    instead: 'Move the file to the part that runs it.',
  },
  'folder-without-a-layer': {
    says: `Every folder of ${FOLDER_OF_LAYERS} belongs to a layer.`,
    instead: 'Add the folder to ZONES in scripts/import-rules/rules.ts, or move the file.',
  },
  'does-not-parse': {
    says: 'A file that cannot be parsed cannot be checked.',
    instead: 'Mend the syntax.',
  },
} as const;
