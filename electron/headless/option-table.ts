/** Every option that a command can take: the one place that parsing, help, the manual page and completion read. */

import { LIFE_KINDS } from '#shared/contract/life-kinds.ts';
import { SEARCH_KINDS } from '#shared/contract/search-kinds.ts';

/** What stands behind an option, by the word that the locales have for it (`terminal.value.<kind>`). */
export type ValueKind =
  | 'address'
  | 'choice'
  | 'did'
  | 'file'
  | 'folder'
  | 'id'
  | 'name'
  | 'number'
  | 'seconds'
  | 'text';

export interface OptionEntry {
  /** Null for an option that is only there or not. */
  readonly value: ValueKind | null;
  /** All that may stand behind it. */
  readonly choices?: readonly string[];
}

const SWITCH = { value: null } as const;

/** `terminal.option.<name>` says in the locales what it means. */
export const OPTIONS = {
  home: { value: 'folder' },
  'key-file': { value: 'file' },
  'passphrase-file': { value: 'file' },
  name: { value: 'name' },
  cell: { value: 'name' },
  'shortest-deadline': { value: 'seconds' },
  listen: { value: 'address' },
  dashboard: { value: 'address' },
  'dashboard-allow-network': SWITCH,
  'accept-joins': SWITCH,
  'no-mdns': SWITCH,
  discovery: { value: 'choice', choices: ['own', 'libp2p'] },
  'six-words': { value: 'text' },
  days: { value: 'number' },
  hours: { value: 'number' },
  visible: SWITCH,
  look: SWITCH,
  inviter: { value: 'name' },
  wait: { value: 'seconds' },
  did: { value: 'did' },
  address: { value: 'address' },
  to: { value: 'name' },
  description: { value: 'text' },
  draft: SWITCH,
  deadline: { value: 'seconds' },
  quorum: { value: 'number' },
  comment: { value: 'text' },
  grace: { value: 'seconds' },
  turn: { value: 'seconds' },
  faults: { value: 'number' },
  'feed-entries': { value: 'number' },
  'feed-mib': { value: 'number' },
  strength: { value: 'number' },
  note: { value: 'text' },
  intensity: { value: 'number' },
  novelty: { value: 'number' },
  acts: { value: 'number' },
  tokens: { value: 'number' },
  quiet: { value: 'text' },
  people: { value: 'text' },
  last: { value: 'number' },
  use: SWITCH,
  digest: { value: 'text' },
  lived: { value: 'choice', choices: LIFE_KINDS },
  like: { value: 'number' },
  times: { value: 'number' },
  'per-second': { value: 'number' },
  same: SWITCH,
  differ: SWITCH,
  device: SWITCH,
  waiting: SWITCH,
  full: SWITCH,
  seen: SWITCH,
  report: { value: 'file' },
  with: { value: 'text' },
  follow: { value: 'text' },
  level: { value: 'choice', choices: ['info', 'warning', 'error'] },
  limit: { value: 'number' },
  what: { value: 'choice', choices: ['messages', 'proposals', 'tokens', 'receipts'] },
  format: { value: 'choice', choices: ['csv', 'json', 'text'] },
  type: { value: 'name' },
  claims: { value: 'text' },
  fields: { value: 'text' },
  request: { value: 'text' },
  fingerprint: { value: 'text' },
  html: { value: 'file' },
  check: { value: 'file' },
  parent: { value: 'file' },
  approve: SWITCH,
  thread: { value: 'name' },
  read: { value: 'name' },
  unread: { value: 'id' },
  reply: { value: 'id' },
  ids: SWITCH,
  file: { value: 'file' },
  save: { value: 'id' },
  stop: { value: 'id' },
  kind: { value: 'choice', choices: SEARCH_KINDS },
  'yes-print': SWITCH,
  words: SWITCH,
  'new-words': SWITCH,
} as const satisfies Readonly<Record<string, OptionEntry>>;

export type OptionName = keyof typeof OPTIONS;

/** What every command on a home takes, also one that needs no key: a script may give them throughout. */
export const HOME_OPTIONS = ['home', 'key-file', 'passphrase-file'] as const satisfies readonly OptionName[];

/** What every command takes, read before the rest of the words (`main`). */
export const COMMON_OPTIONS = ['json', 'help'] as const;

/** A word that must follow the options. */
export interface WordEntry {
  readonly choices?: readonly string[];
  readonly isFile?: boolean;
  readonly isOptional?: boolean;
}

export const ANY_WORD: WordEntry = {};
