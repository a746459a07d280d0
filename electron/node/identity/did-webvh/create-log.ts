import { encodeMultikey } from '../../crypto/multikey.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';
import { checkEntries } from './check-log.ts';
import { CELL_HOST } from './did-syntax.ts';
import { memberDocument } from './document.ts';
import {
  type DidLogEntry,
  entryHash,
  SCID_PLACEHOLDER,
  scidOfPreliminary,
  type UnsignedEntry,
  withText,
} from './entry.ts';
import { proofOf } from './entry-proof.ts';
import { METHOD, type WitnessRule } from './parameters.ts';
import { readDidLog } from './read-log.ts';
import { formatVersionTime } from './version-time.ts';

export interface CreateOptions {
  /** Signs the first entry, and is the document's key for authentication and assertion. */
  readonly signingKey: SigningKey;
  /** X25519, 32 bytes: the document's key for key agreement. */
  readonly sealingPublicKey: Uint8Array;
  /** Hashes (`nextKeyHash`) of the keys of which one signs version 2: the device's and that of the recovery words. */
  readonly nextKeyHashes: readonly string[];
  readonly nowMs: number;
  readonly witness?: WitnessRule;
  readonly watchers?: readonly string[];
  readonly ttlSeconds?: number;
  readonly host?: string;
  /** Segments, already percent-encoded where they need it. */
  readonly path?: readonly string[];
  readonly portable?: boolean;
}

export interface CreatedDid {
  readonly did: string;
  readonly scid: string;
  readonly log: readonly DidLogEntry[];
}

/**
 * Version 1 of a did:webvh ("Create (Register)"): its SCID is the hash of this first entry. The same keys, options
 * and second give the same log. Throws GhostStackError where an option would make a log that is refused.
 */
export function createDidLog(options: CreateOptions): CreatedDid {
  const { signingKey, sealingPublicKey, host = CELL_HOST, path = [] } = options;
  const did = ['did:webvh', SCID_PLACEHOLDER, host, ...path].join(':');
  const preliminary: UnsignedEntry = {
    versionId: SCID_PLACEHOLDER,
    versionTime: formatVersionTime(options.nowMs),
    parameters: {
      method: METHOD,
      scid: SCID_PLACEHOLDER,
      updateKeys: [encodeMultikey('ed25519', signingKey.publicKey)],
      // Empty lists and objects are the defaults; some readers refuse them when they are spelt out.
      ...(options.nextKeyHashes.length === 0 ? {} : { nextKeyHashes: [...options.nextKeyHashes] }),
      portable: options.portable ?? true,
      ...(options.witness === undefined ? {} : { witness: witnessParameter(options.witness) }),
      ...(options.watchers === undefined ? {} : { watchers: [...options.watchers] }),
      ...(options.ttlSeconds === undefined ? {} : { ttl: options.ttlSeconds }),
    },
    state: memberDocument(did, { signingPublicKey: signingKey.publicKey, sealingPublicKey }),
  };
  const scid = scidOfPreliminary(preliminary);
  const entry = signEntry(withText(preliminary, SCID_PLACEHOLDER, scid), 1, scid, signingKey);
  // What others would refuse is not handed out; reading it again also makes it a copy of its own.
  const log = readDidLog([entry]);
  checkEntries(log);
  return { did: entry.state.id, scid, log };
}

/** Puts the number and the hash into `versionId`, and the proof under it. */
export function signEntry(
  entry: UnsignedEntry,
  versionNumber: number,
  predecessor: string,
  key: SigningKey,
): DidLogEntry {
  const unsigned = { ...entry, versionId: `${versionNumber}-${entryHash(entry, predecessor)}` };
  return { ...unsigned, proof: [proofOf(unsigned, key, entry.versionTime)] };
}

export function witnessParameter({ threshold, witnesses }: WitnessRule) {
  return { threshold, witnesses: witnesses.map((multikey) => ({ id: `did:key:${multikey}` })) };
}
