import { MEMBER_VERSION_MAX_BYTES } from '#shared/protocol/limits.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { decodeMultikey, encodeMultikey } from '../../crypto/multikey.ts';
import { x25519PublicKeyFromEd25519 } from '../../crypto/x25519.ts';
import type { DidVersion } from '../did-webvh/check-log.ts';
import { type DidLogEntry, didOfScid, memberDocument } from '../did-webvh/index.ts';
import { multihash } from '../did-webvh/multihash.ts';
import { MemberLogError, type MemberLogRule } from './member-log-error.ts';

/** Who made a version: the first stands for itself, each later one is by a key to which the one before committed. */
export type VersionAuthor = 'first' | 'device' | 'words';

/** One version of a member's log, judged. Keys as Multikeys; hashes as `nextKeyHashes` has them. */
export interface MemberVersion {
  readonly versionId: string;
  /** By the clock of whoever made it; milliseconds. */
  readonly versionTimeMs: number;
  /** The Ed25519 key that signs in this version: the document's. */
  readonly key: string;
  /** The X25519 key derived from it. */
  readonly sealing: string;
  readonly by: VersionAuthor;
  /** The hash of the device's next key. */
  readonly device: string;
  /** The hash of the key of the recovery words. */
  readonly words: string;
}

/** What the rules say of a version, by its own fields, those before it, and the update key of the one after it. */
export interface Candidate {
  readonly scid: string;
  readonly entry: DidLogEntry;
  /** did:webvh's own reading of it. */
  readonly read: DidVersion;
  readonly before: readonly JudgedVersion[];
  /** Null for the last. */
  readonly nextUpdateKey: string | null;
}

export interface JudgedVersion extends MemberVersion {
  readonly updateKey: string;
}

const FIRST_PARAMETERS = ['method', 'nextKeyHashes', 'portable', 'scid', 'updateKeys'];
const LATER_PARAMETERS = ['nextKeyHashes', 'updateKeys'];

/** Rules 1 to 6 for one version of a valid did:webvh log. Throws MemberLogError for the first that it breaks. */
export function judgeVersion(candidate: Candidate): JudgedVersion {
  const { entry, read, before } = candidate;
  const refuse = (rule: MemberLogRule, what: Saying) => new MemberLogError(rule, read.versionNumber, what);
  requireSize(entry, refuse);
  const named = parametersOf(entry, before.length === 0, refuse);
  const by = authorOf(named.updateKey, before.at(-1), refuse);
  requireOwnHashes(by, named, before, refuse);
  if (by === 'words' && candidate.nextUpdateKey === null) {
    throw refuse(4, says('error.memberLog.wordsLast'));
  }
  requireNewHashes(by, named, before, refuse);
  const key = by === 'words' ? (candidate.nextUpdateKey ?? named.updateKey) : named.updateKey;
  const sealing = requireDocument(candidate, key, refuse);
  const { versionId, versionTimeMs } = read;
  return { versionId, versionTimeMs, key, sealing, by, ...named };
}

type Refuse = (rule: MemberLogRule, what: Saying) => MemberLogError;
type Named = Pick<JudgedVersion, 'updateKey' | 'device' | 'words'>;

/** Rule 1, as far as did:webvh does not say it. */
function requireSize(entry: DidLogEntry, refuse: Refuse): void {
  const bytes = Buffer.byteLength(canonicalize(entry));
  if (bytes > MEMBER_VERSION_MAX_BYTES) {
    throw refuse(1, says('error.memberLog.bytes', { count: bytes, limit: MEMBER_VERSION_MAX_BYTES }));
  }
  const proofs = entry.proof.length;
  if (proofs !== 1) throw refuse(1, says('error.memberLog.proofs', { count: proofs }));
}

/** Rule 2. */
function parametersOf({ parameters }: DidLogEntry, isFirst: boolean, refuse: Refuse): Named {
  const wanted = isFirst ? FIRST_PARAMETERS : LATER_PARAMETERS;
  if (Object.keys(parameters).sort().join() !== wanted.join()) {
    throw refuse(2, says('error.memberLog.parameters', { names: { names: wanted } }));
  }
  if (isFirst && parameters.portable !== true) throw refuse(2, says('error.memberLog.notPortable'));
  const [updateKey, ...otherKeys] = parameters.updateKeys ?? [];
  if (updateKey === undefined || otherKeys.length > 0) throw refuse(2, says('error.memberLog.updateKeys'));
  const [device, words, ...others] = parameters.nextKeyHashes ?? [];
  if (device === undefined || words === undefined || others.length > 0) {
    throw refuse(2, says('error.memberLog.nextKeyHashes'));
  }
  return { updateKey, device, words };
}

/** Rule 3. */
function authorOf(updateKey: string, last: JudgedVersion | undefined, refuse: Refuse): VersionAuthor {
  if (last === undefined) return 'first';
  const hash = multihash(updateKey);
  if (hash === last.device) return 'device';
  if (hash === last.words) return 'words';
  throw refuse(3, says('error.memberLog.neitherKey'));
}

/** Rule 4, but for what it says of the last version. */
function requireOwnHashes(
  by: VersionAuthor,
  { device, words }: Named,
  before: readonly JudgedVersion[],
  refuse: Refuse,
): void {
  const last = before.at(-1);
  if (last === undefined) return;
  if (by === 'device') {
    if (words !== last.words) throw refuse(4, says('error.memberLog.deviceChangesWords'));
    return;
  }
  if (last.by === 'words') throw refuse(4, says('error.memberLog.wordsAfterWords'));
  const known = hashesOf(before);
  if (known.has(device) || known.has(words)) throw refuse(4, says('error.memberLog.wordsKeepHash'));
}

/** Rule 5: no way back to a key that was promised or used. */
function requireNewHashes(
  by: VersionAuthor,
  { updateKey, device, words }: Named,
  before: readonly JudgedVersion[],
  refuse: Refuse,
): void {
  const known = hashesOf(before);
  const used = new Set([updateKey, ...before.map((version) => version.updateKey)].map(multihash));
  const isRepeated = known.has(device) || (by !== 'device' && known.has(words));
  if (isRepeated || used.has(device) || used.has(words)) throw refuse(5, says('error.memberLog.hashAgain'));
}

function hashesOf(versions: readonly JudgedVersion[]): Set<string> {
  return new Set(versions.flatMap(({ device, words }) => [device, words]));
}

/** Rule 6. Gives the X25519 Multikey of the document. */
function requireDocument({ scid, entry }: Candidate, key: string, refuse: Refuse): string {
  const signingPublicKey = decodeMultikey(key).publicKey;
  const sealingPublicKey = x25519PublicKeyFromEd25519(signingPublicKey);
  const document = memberDocument(didOfScid(scid), { signingPublicKey, sealingPublicKey });
  if (canonicalize(entry.state) !== canonicalize(document)) {
    throw refuse(6, says('error.memberLog.document'));
  }
  return encodeMultikey('x25519', sealingPublicKey);
}
