/** Who there is in simulated cells, with real DIDs and keys: whose an entry is, is judged by the product's own rule. */
import { createHash } from 'node:crypto';
import type { DidLogText, MemberLogs } from '#shared/protocol/closing/member-logs.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { authoriseEntry } from '../../electron/node/cell/deciding/authorise-entry.ts';
import { knownWriter } from '../../electron/node/cell/deciding/known-writer.ts';
import { encodeMultikey } from '../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../electron/node/crypto/signing-key.ts';
import { readMemberIdentity } from '../../electron/node/identity/member-identity.ts';
import { type MemberLog, memberLogOfHeld } from '../../electron/node/identity/member-log/index.ts';
import { memberKey, memberLogs } from '../../electron/node/log/member-logs.ts';
import { laterKey, memberDidLog } from '../support/cell/member-did-log.ts';
import { NAMES, STRANGER } from './scenario.ts';

export interface Person {
  readonly name: string;
  readonly scid: string;
  /** Multikey; entries are not signed, but say under which key they stand. */
  readonly key: string;
  readonly didLog: readonly Readonly<Record<string, unknown>>[];
  /** Of its first version, and that to which it commits for the device. */
  readonly keys: readonly SigningKey[];
  /** The seed of its recovery words. */
  readonly words: Uint8Array;
}

const PEOPLE: ReadonlyMap<string, Person> = new Map(
  [...NAMES, STRANGER].map((name, index) => [name, personOf(name, index)]),
);

/** SCID -> name. */
export const SCIDS: ReadonlyMap<string, string> = new Map(
  [...PEOPLE.values()].map(({ name, scid }) => [scid, name]),
);

export function person(name: string): Person {
  const known = PEOPLE.get(name);
  if (!known) throw new RangeError(`nobody in the simulation is called ${name}`);
  return known;
}

export function scid(name: string): string {
  return person(name).scid;
}

const keys = new Map<string, string | null>();
const longer = new Map<string, ReturnType<MemberLogs['extended']>>();

/** The product's rules of DID logs, asked once of each log in a process. */
export const LOGS: MemberLogs = {
  ...memberLogs,
  extended(scid, didLog, versions) {
    const id = `${didLog.at(-1)?.versionId}${JSON.stringify(versions)}`;
    const known = longer.get(id);
    if (known !== undefined) return known;
    const extended = memberLogs.extended(scid, didLog, versions);
    longer.set(id, extended);
    return extended;
  },
};

const held = new Map<string, MemberLog>();

/** What a DID log that was judged says: the name of its last version stands for all of them. */
export function memberLog(didLog: DidLogText): MemberLog {
  const id = String(didLog.at(-1)?.versionId);
  const known = held.get(id) ?? memberLogOfHeld(didLog);
  held.set(id, known);
  return known;
}

/** The product's rule of whose an entry is. */
export function authorise(book: CellBook): ReturnType<typeof authoriseEntry> {
  return authoriseEntry(book, readKey);
}

/** The product's guess at whether an entry that waits may be its author's. */
export function isWriter(book: CellBook): ReturnType<typeof knownWriter> {
  return knownWriter(book, readKey);
}

/** DID logs that were read once in a process are not read again. */
export function readKey(scid: string, log: Parameters<typeof memberKey>[1]): string | null {
  const id = `${scid}${JSON.stringify(log)}`;
  const known = keys.get(id);
  if (known !== undefined) return known;
  const key = memberKey(scid, log);
  keys.set(id, key);
  return key;
}

function personOf(name: string, index: number): Person {
  const signingKey = SigningKey.fromSeed(new Uint8Array(32).fill(index + 1));
  const log = memberDidLog(signingKey, 1_600_000_000_000);
  const { scid } = readMemberIdentity(log);
  return {
    name,
    scid,
    key: encodeMultikey('ed25519', signingKey.publicKey),
    didLog: log.map((version) => ({ ...version })),
    keys: [signingKey, laterKey(signingKey, 'device', 1)],
    // The seed of the key to which `memberDidLog` commits for the words.
    words: createHash('sha256').update(signingKey.publicKey).update('words 1').digest(),
  };
}
