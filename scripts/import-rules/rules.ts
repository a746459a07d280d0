/**
 * Which part of the project may import what, as data. A zone is a set of folders; a rule forbids the files of some
 * zones some targets. The first rule that matches is the one reported. Check with `npm run check`.
 */

import { NODE, NODE_BASE, PROTOCOL, RENDERER, SHARED } from './zone-groups.ts';
import { FOLDER_OF_LAYERS, type Zone } from './zones.ts';

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
  /** Within the own zone, what lies in another folder directly below this one. */
  readonly siblingsIn?: string;
}

export interface ImportRule {
  readonly id: string;
  readonly from: readonly Zone[];
  readonly forbids: Forbidden;
  readonly says: string;
  readonly instead: string;
}

export const RULES: readonly ImportRule[] = [
  {
    id: 'electron-stays-in-main',
    from: [...NODE, 'node-tutorial', 'host', 'headless', 'demos'],
    forbids: { electron: true, zones: ['main', 'preload'] },
    says: 'electron/node, electron/host and electron/headless import neither electron nor electron/main.',
    instead: 'Let electron/main do it, and take the result as an argument or a callback.',
  },
  {
    id: 'renderer-imports-only-shared',
    from: [...RENDERER],
    forbids: { electron: true, builtins: true, filesExcept: [...RENDERER, ...SHARED, 'resources'] },
    says: 'renderer imports only shared (and packages that run in a browser).',
    instead: 'Put what both sides need into shared/, or add a call to shared/contract/contract.ts.',
  },
  {
    id: 'shared-stands-alone',
    from: [...SHARED],
    forbids: { electron: true, builtins: true, filesExcept: [...SHARED, 'resources'] },
    says: 'shared runs in the renderer and in the node: it imports neither of them, nor electron, nor Node built-ins.',
    instead: 'Take what differs as an argument, or move the file to the side that uses it.',
  },
  {
    id: 'preload-imports-only-shared',
    from: ['preload'],
    forbids: { builtins: true, filesExcept: [...SHARED], packagesExcept: ['electron'] },
    says: 'electron/preload exposes exactly what shared/contract names: it imports only shared and electron.',
    instead: 'Add a call to shared/contract/contract.ts and answer it in electron/main.',
  },
  {
    id: 'main-reaches-the-node-through-host',
    from: ['main'],
    forbids: { zones: [...NODE, 'node-tutorial'] },
    says: 'electron/main reaches the node only through electron/host: the node runs on a worker of its own.',
    instead: 'Call it through NodeHost, or let electron/host export what main needs.',
  },
  {
    id: 'main-imports-host-and-shared',
    from: ['main'],
    forbids: { filesExcept: ['host', ...SHARED, 'resources', 'package.json'] },
    says: 'electron/main imports only electron/host and shared.',
    instead: 'Move what both need into electron/host or shared/.',
  },
  {
    id: 'node-stands-below-its-hosts',
    from: [...NODE, 'node-tutorial'],
    forbids: { zones: [...RENDERER, 'main', 'preload', 'host', 'headless', 'demos'] },
    says: 'electron/node imports nothing above it: not electron/host, electron/headless or renderer.',
    instead: 'Take it as an argument or a callback, or move the type to shared/.',
  },
  {
    id: 'tutorial-decides-nothing',
    from: [...NODE, 'host', 'headless'],
    forbids: { zones: ['node-tutorial'] },
    says: 'What the tutorial names stands above the product, which decides nothing with it.',
    instead:
      'Move what the product needs into the layer it belongs to, and let electron/node/tutorial use it.',
  },
  {
    id: 'host-imports-node-and-shared',
    from: ['host'],
    forbids: { filesExcept: [...NODE, ...SHARED, 'resources', 'package.json'] },
    says: 'electron/host imports only electron/node and shared.',
    instead: 'Take it as an argument or a callback from electron/main or electron/headless.',
  },
  {
    id: 'headless-imports-host-node-and-shared',
    from: ['headless', 'demos'],
    forbids: {
      filesExcept: [
        'headless',
        'demos',
        'host',
        ...NODE,
        'node-tutorial',
        ...SHARED,
        'resources',
        'package.json',
      ],
    },
    says: 'electron/headless imports only electron/host, electron/node and shared.',
    instead: 'Move what both need into electron/host or shared/.',
  },
  {
    id: 'base-knows-no-layer',
    from: [...NODE_BASE],
    forbids: { filesExcept: [...NODE_BASE, ...SHARED] },
    says: 'Inside the node, store, crypto, identity and log are the base: they import no layer.',
    instead: 'Take it as an argument, or move the file to the layer that it belongs to.',
  },
  {
    id: 'credentials-are-pure',
    from: ['node-credentials'],
    forbids: { filesExcept: ['node-base', ...SHARED, 'resources'] },
    says: 'Inside the node, credentials are pure functions: they import the base without the store, and the bundled context.',
    instead: 'Take it as a fact of the policy (electron/node/credentials/check/policy.ts).',
  },
  {
    id: 'issuing-knows-credentials',
    from: ['node-issuing'],
    forbids: { filesExcept: [...NODE_BASE, 'node-credentials', ...SHARED] },
    says: 'Inside the node, issuing stands on credentials and the base: it is handed the log of a cell.',
    instead: 'Put what needs a cell, messages or a session into electron/node/root/node-credentials.ts.',
  },
  {
    id: 'care-knows-only-the-base',
    from: ['node-care'],
    forbids: { filesExcept: [...NODE_BASE, ...SHARED] },
    says: 'Inside the node, care for the home (backup, export, deletion) imports only the base.',
    instead: 'Take it as an argument or a callback from electron/node/root.',
  },
  {
    id: 'messaging-knows-no-transport',
    from: ['node-messaging'],
    forbids: { filesExcept: [...NODE_BASE, ...SHARED] },
    says: 'Inside the node, messaging imports only the base: it is handed a MeshDaemon.',
    instead:
      'Ask for what you need in electron/node/messaging/mesh-daemon.ts, and let the transport offer it.',
  },
  {
    id: 'transport-knows-no-cell',
    from: ['node-transport'],
    forbids: { filesExcept: [...NODE_BASE, 'node-messaging', ...SHARED] },
    says: 'Inside the node, the transport imports only messaging and the base: membership comes by an interface.',
    instead:
      'Ask for what you need in electron/node/transport/link/cell-link.ts, and let the cell answer it.',
  },
  {
    id: 'reactions-are-pure',
    from: ['cell-reactions'],
    forbids: { builtins: true, filesExcept: ['node-cell', ...SHARED], packagesExcept: [] },
    says: 'electron/node/cell/reactions are functions of a state to wishes: they reach no clock, disk, key or network.',
    instead: 'Take it as an argument, and let electron/node/cell/cell-writer.ts bring it.',
  },
  {
    id: 'cell-knows-no-agent',
    from: ['node-cell'],
    forbids: { filesExcept: [...NODE_BASE, 'node-messaging', 'node-transport', 'cell-reactions', ...SHARED] },
    says: 'Inside the node, the cell imports only transport, messaging and the base.',
    instead: 'Put what needs several layers into electron/node/agent or electron/node/root.',
  },
  {
    id: 'cognition-knows-only-the-store',
    from: ['node-cognition'],
    forbids: { filesExcept: ['node-store', ...SHARED] },
    says: 'Inside the node, cognition imports only the store.',
    instead: 'Put what needs several layers into electron/node/agent.',
  },
  {
    id: 'agent-stands-below-the-root',
    from: ['node-agent'],
    forbids: { zones: ['node-root'] },
    says: 'electron/node/agent may import every layer, but not the root.',
    instead: 'Import the layer itself.',
  },
  {
    id: 'search-reads-what-is-written',
    from: ['node-search'],
    forbids: { filesExcept: [...NODE_BASE, ...SHARED] },
    says: 'Inside the node, the search imports only the base: it finds in rows and in the log, and writes nothing else.',
    instead: 'Put what needs several layers into electron/node/root/node-search.ts.',
  },
  {
    id: 'protocol-has-no-language',
    from: [...PROTOCOL],
    forbids: { zones: ['contract', 'words'] },
    says: 'shared/protocol is the kernel: it knows neither the calls between processes nor a language.',
    instead: 'Give a code with parameters, and let shared/words say it.',
  },
  {
    id: 'contract-has-no-language',
    from: ['contract'],
    forbids: { zones: ['words'] },
    says: 'shared/contract says what travels between processes, without a language.',
    instead: 'Give a code with parameters, and let shared/words say it.',
  },
  {
    id: 'node-has-no-language',
    from: [...NODE],
    forbids: { zones: ['words'] },
    says: 'electron/node speaks to faces, logs and other nodes, each with its own language: it has none itself.',
    instead: 'Give a saying (shared/protocol/saying.ts) or data of shared/contract, and let the face say it.',
  },
  {
    id: 'log-knows-no-closing',
    from: ['protocol-base', 'protocol-log'],
    forbids: { filesExcept: ['protocol-base', 'protocol-log', 'resources'] },
    says: 'Inside the protocol, the log knows nothing of what is decided in it.',
    instead: 'Take it as an argument.',
  },
  {
    id: 'closing-knows-no-trust',
    from: ['protocol-closing'],
    forbids: { filesExcept: ['protocol-base', 'protocol-log', 'resources'] },
    says: 'Inside the protocol, closing stands below trust and state.',
    instead: 'Take it as an argument, or move the file to shared/protocol/state.',
  },
  {
    id: 'trust-knows-no-state',
    from: ['protocol-trust', 'protocol-forks'],
    forbids: { filesExcept: ['protocol-base', 'protocol-log', 'protocol-closing', 'protocol-trust'] },
    says: 'Inside the protocol, trust stands below forks and bridges, and both below state.',
    instead: 'Take it as an argument, or move the file to shared/protocol/state.',
  },
  {
    id: 'features-stand-below-the-shell',
    from: ['renderer-features', 'renderer-below'],
    forbids: { zones: ['renderer-shell'] },
    says: 'renderer/shell stands above the features.',
    instead: 'Move what both need into renderer/components or renderer/state.',
  },
  {
    id: 'components-stand-below-the-features',
    from: ['renderer-below'],
    forbids: { zones: ['renderer-features'] },
    says: 'renderer/components, renderer/charts and renderer/state stand below the features.',
    instead: 'Move what both need into renderer/components or renderer/state.',
  },
  {
    id: 'no-feature-imports-another',
    from: ['renderer-features'],
    forbids: { siblingsIn: 'renderer/features' },
    says: 'No feature imports another one.',
    instead: 'Move what both need into renderer/components or renderer/state.',
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
    instead: 'Add the folder to ZONES in scripts/import-rules/zones.ts, or move the file.',
  },
  'does-not-parse': {
    says: 'A file that cannot be parsed cannot be checked.',
    instead: 'Mend the syntax.',
  },
} as const;
