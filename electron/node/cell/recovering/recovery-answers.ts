/** What a machine believes of the answers to its questions: the member who answers may lie. */
import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { decodeMultikey, encodeMultikey } from '../../crypto/multikey.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';
import { multihash } from '../../identity/did-webvh/multihash.ts';
import { readMemberIdentity } from '../../identity/member-identity.ts';
import { type MemberLog, newestVersion, readMemberLog } from '../../identity/member-log/index.ts';
import { NamesAnswer, REFUSED_FOR, type RefusedFor, StateAnswer } from './recovery-exchange.ts';
import type { RecoveryRecord } from './recovery-record.ts';

/**
 * Our own log, as the member tells it: it must commit to the key with which we proved ourselves. An older one that does
 * so too costs a ballot that is not valid, and nothing else. Throws `refused` or `malformed`.
 * @param key of the words or the device, Ed25519, 32 bytes
 * @param inviter the Multikey that the code names
 * @param scid of a home that comes back where it is: whose it is
 */
export function heardNames(
  answer: unknown,
  key: Uint8Array,
  inviter: string,
  scid: string | null = null,
): NamesAnswer {
  const parsed = NamesAnswer.safeParse(answer);
  if (!parsed.success) throw notUnderstood();
  const { didLog, alias, inviter: member } = parsed.data;
  const log = readLog(didLog);
  if (scid !== null && log.scid !== scid)
    throw refused(says('error.recovery.notOfThisHome', { name: alias }));
  if (!commitsTo(log, key)) throw refused(says('error.recovery.olderLog'));
  const { signingKey } = readMemberIdentity(member.didLog);
  if (Buffer.compare(signingKey, decodeMultikey(inviter).publicKey) !== 0)
    throw refused(says('error.cell.somebodyElseAnswered'));
  return parsed.data;
}

/** How it stands; a log that comes with it is of the same member, and one that is in the cell has our versions. */
export function heardState(answer: unknown, { names, wanted }: RecoveryRecord): StateAnswer {
  const parsed = StateAnswer.safeParse(answer);
  if (!parsed.success || names === null || wanted === null) throw notUnderstood();
  const { state, didLog } = parsed.data;
  if (state !== 'again' && state !== 'admitted') return parsed.data;
  if (didLog === undefined) throw notUnderstood();
  const log = readLog(didLog, scidOf(names));
  const last = wanted.versions.at(-1)?.versionId;
  if (state === 'admitted' && !log.versions.some(({ versionId }) => versionId === last))
    throw refused(says('error.recovery.olderLog'));
  return parsed.data;
}

/** Whether the newest version of a log committed to a key (Ed25519, 32 bytes). */
function commitsTo(log: MemberLog, key: Uint8Array): boolean {
  const hash = multihash(encodeMultikey('ed25519', key));
  const { device, words } = newestVersion(log);
  return hash === device || hash === words;
}

/** Whether the newest version of a log is under a key (Ed25519, 32 bytes). */
export function isKeyOf(log: MemberLog, key: Uint8Array): boolean {
  return newestVersion(log).key === encodeMultikey('ed25519', key);
}

/** A log commits to the key that is at hand still, or is under the asker's already, by what it asked for before. */
export function mayGoOn(
  log: MemberLog,
  { publicKey }: Pick<SigningKey, 'publicKey'>,
  asker: Uint8Array,
): boolean {
  return commitsTo(log, publicKey) || isKeyOf(log, asker);
}

/** Whose log a member has told of. */
export function scidOf({ didLog }: NamesAnswer): string {
  return readLog(didLog).scid;
}

export function readLog(didLog: unknown, scid?: string): MemberLog {
  const log = readMemberLog(didLog, scid);
  if (!log.ok) throw refused(says('error.recovery.olderLog'));
  return log.value;
}

/** Why a member refuses, as it says. */
export function refusedFor(reason: string | null): Saying {
  const known = REFUSED_FOR.find((each) => each === reason);
  return known === undefined ? says('error.recovery.refusedSomehow') : says(WHY[known]);
}

const WHY = {
  operator: 'error.recovery.fellowRefused',
  ballot: 'error.recovery.ballotLost',
  withdrawn: 'error.recovery.withdrawn',
  'no-member': 'error.recovery.memberNoMore',
  spent: 'error.recovery.wordsGone',
  differ: 'error.recovery.wordsDiffer',
} as const satisfies Readonly<Record<RefusedFor, string>>;

function notUnderstood(): GhostStackError {
  return new GhostStackError('malformed', says('error.recovery.answerNotUnderstood'));
}

function refused(what: Saying): GhostStackError {
  return new GhostStackError('refused', what);
}
