/**
 * All that a log file can say. An event has a fixed name and fields of these types; none of them holds text of others,
 * a name, a key, an address or a path, so that none can be logged by accident. What is longer to say is said to the
 * operator, by a saying.
 */
import type { CallName } from '#shared/contract/contract.ts';
import type { EventLevel } from '#shared/contract/domain/event.ts';
import { ERROR_CODES, type ErrorCode } from '#shared/contract/errors.ts';
import type { SayingKey } from '#shared/protocol/saying.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Eight hex digits that tell one peer from another in this home's log and nowhere else. */
export type PeerTag = Branded<'peer'>;
/** Where in this program something was thrown: `worker.js:10:25 outbox.js:3:1`. */
export type Places = Branded<'places'>;
/** A code of SQLite, of the system, of Node or of ours; `other` for all else. */
export type Code = Branded<'code'>;

export type Version = Branded<'version'>;

interface FieldTypes {
  readonly count: number;
  readonly ms: number;
  readonly bytes: number;
  readonly flag: boolean;
  readonly peer: PeerTag;
  readonly places: Places;
  readonly code: Code | ErrorCode;
  readonly call: CallName;
  /** The key of a sentence, without what stands in it. */
  readonly saying: SayingKey;
  readonly version: Version;
}
export type FieldType = keyof FieldTypes;

interface Kind {
  readonly level: EventLevel;
  readonly fields: Readonly<Record<string, FieldType>>;
}

export const EVENTS = {
  'node.started': { level: 'info', fields: { tookMs: 'ms', version: 'version' } },
  'node.stopped': { level: 'info', fields: {} },
  'node.restarted': { level: 'error', fields: { times: 'count', code: 'code', places: 'places' } },
  'node.notStarted': { level: 'error', fields: { code: 'code' } },
  'key.opened': { level: 'info', fields: {} },
  'peer.connected': { level: 'info', fields: { peer: 'peer' } },
  'peer.lost': { level: 'info', fields: { peer: 'peer' } },
  'pass.ended': {
    level: 'info',
    fields: {
      peer: 'peer',
      receiptsIn: 'count',
      receiptsOut: 'count',
      messagesIn: 'count',
      messagesOut: 'count',
      isWhole: 'flag',
    },
  },
  'signing.barred': { level: 'warning', fields: { why: 'saying' } },
  'signing.freed': { level: 'info', fields: {} },
  'disk.condition': { level: 'warning', fields: { code: 'code' } },
  'call.failed': { level: 'warning', fields: { call: 'call', code: 'code' } },
  fault: { level: 'error', fields: { what: 'saying', code: 'code', places: 'places' } },
  'database.checked': { level: 'info', fields: { tookMs: 'ms', isWhole: 'flag' } },
  'database.damaged': {
    level: 'error',
    fields: {
      found: 'code',
      receipts: 'count',
      messages: 'count',
      lostReceipts: 'count',
      lostMessages: 'count',
      isBarred: 'flag',
    },
  },
  'receipts.judgedAnew': { level: 'warning', fields: { isDamaged: 'flag' } },
  'log.dropped': { level: 'warning', fields: { lines: 'count' } },
} as const satisfies Readonly<Record<string, Kind>>;

export type EventName = keyof typeof EVENTS;

export type EventFields<Name extends EventName> = {
  readonly [Field in keyof (typeof EVENTS)[Name]['fields']]: (typeof EVENTS)[Name]['fields'][Field] extends FieldType
    ? FieldTypes[(typeof EVENTS)[Name]['fields'][Field]]
    : never;
};

const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const isLike = (shape: RegExp) => (value: unknown) => typeof value === 'string' && shape.test(value);

/** The same at run time, for what a cast brings in; a value that does not fit is left out. */
export const FITS: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  count: isNumber,
  ms: isNumber,
  bytes: isNumber,
  flag: (value) => typeof value === 'boolean',
  peer: isLike(/^[0-9a-f]{8}$/),
  places: isLike(/^(?:[\w.-]{1,48}:\d{1,7}:\d{1,7}(?: |$)){0,8}$/),
  code: (value) => isLike(/^(?:SQLITE|ERR|E)[A-Z0-9_]{1,48}$/)(value) || isOwnCode(value),
  call: isLike(/^[a-z]{1,20}\.[a-zA-Z]{1,30}$/),
  saying: isLike(/^[a-z]{1,20}(?:\.[a-zA-Z0-9]{1,40}){1,4}$/),
  version: isLike(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/),
};

const OWN_CODES: ReadonlySet<unknown> = new Set<unknown>([
  ...ERROR_CODES,
  'gone',
  'unreadable',
  'header',
  'pages',
  'rows',
  'other',
]);

function isOwnCode(value: unknown): boolean {
  return OWN_CODES.has(value);
}
