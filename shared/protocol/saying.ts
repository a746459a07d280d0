/**
 * What the node has to tell, without a language: a key of resources/locales/<language>/errors and its parameters. The
 * kernel, the node and the contract carry it; shared/words makes a sentence of it for whoever reads.
 */
import type agent from '../../resources/locales/en/errors/agent.json';
import type bridges from '../../resources/locales/en/errors/bridges.json';
import type call from '../../resources/locales/en/errors/call.json';
import type care from '../../resources/locales/en/errors/care.json';
import type cell from '../../resources/locales/en/errors/cell.json';
import type credential from '../../resources/locales/en/errors/credential.json';
import type crypto from '../../resources/locales/en/errors/crypto.json';
import type doctor from '../../resources/locales/en/errors/doctor.json';
import type files from '../../resources/locales/en/errors/files.json';
import type forks from '../../resources/locales/en/errors/forks.json';
import type headless from '../../resources/locales/en/errors/headless.json';
import type host from '../../resources/locales/en/errors/host.json';
import type identity from '../../resources/locales/en/errors/identity.json';
import type log from '../../resources/locales/en/errors/log.json';
import type messaging from '../../resources/locales/en/errors/messaging.json';
import type proof from '../../resources/locales/en/errors/proof.json';
import type recovery from '../../resources/locales/en/errors/recovery.json';
import type refusals from '../../resources/locales/en/errors/refusals.json';
import type root from '../../resources/locales/en/errors/root.json';
import type store from '../../resources/locales/en/errors/store.json';
import type transport from '../../resources/locales/en/errors/transport.json';
import type words from '../../resources/locales/en/errors/words.json';

type ErrorStrings = typeof agent &
  typeof bridges &
  typeof call &
  typeof care &
  typeof cell &
  typeof credential &
  typeof crypto &
  typeof doctor &
  typeof files &
  typeof forks &
  typeof headless &
  typeof host &
  typeof identity &
  typeof log &
  typeof messaging &
  typeof proof &
  typeof recovery &
  typeof refusals &
  typeof root &
  typeof store &
  typeof transport &
  typeof words;

export type SayingKey = keyof ErrorStrings;

/**
 * A length in milliseconds, a moment in milliseconds since the epoch, a size in bytes, names (all of them, or one of
 * them), or another saying inside of this one.
 */
export type SayingParam =
  | string
  | number
  | { readonly durationMs: number }
  | { readonly atMs: number }
  | { readonly bytes: number }
  | { readonly names: readonly string[] }
  | { readonly anyOf: readonly string[] }
  | Saying;

export interface Saying {
  readonly key: SayingKey;
  readonly params: Readonly<Record<string, SayingParam>>;
}

export function says(key: SayingKey, params: Saying['params'] = {}): Saying {
  return { key, params };
}

export function isSaying(said: unknown): said is Saying {
  return typeof said === 'object' && said !== null && 'key' in said && 'params' in said;
}

/** What somebody else worded (a library, the system, another node), as it stands. */
export function asWritten(text: string): Saying {
  return { key: 'error.asWritten', params: { text } };
}

/** One sentence after the other. */
export function sentences([first, ...others]: readonly Saying[]): Saying {
  if (!first) return asWritten('');
  return others.length === 0 ? first : says('error.sentences', { first, rest: sentences(others) });
}

/** What a schema of ours says of a value that it does not take: the second argument of zod's `refine`. */
export function issue(key: SayingKey, params: Saying['params'] = {}): { params: { says: Saying } } {
  return { params: { says: says(key, params) } };
}

type Reader = (saying: Saying) => string;

/** Until a language is there, programs and logs get the key itself: it names what is wrong, too. */
let readInEnglish: Reader = ({ key, params }) =>
  Object.keys(params).length === 0 ? key : `${key} ${JSON.stringify(params)}`;

/** shared/words hands its reader in where it is loaded. */
export function readEnglishWith(reader: Reader): void {
  readInEnglish = reader;
}

/** The sentence for logs, for programs and for other nodes: English, whatever the operator reads. */
export function inEnglish(saying: Saying): string {
  return readInEnglish(saying);
}
