import { GhostStackError } from '#shared/contract/errors.ts';
import type { Epoch, Member } from '#shared/protocol/closing/epoch.ts';
import { says } from '#shared/protocol/saying.ts';
import { decodeMultikey, encodeMultikey } from '../../crypto/multikey.ts';
import type { MemberIdentity } from '../../identity/member-identity.ts';
import type { MemberLog } from '../../identity/member-log/index.ts';
import { sameText } from '../joining/read-ask.ts';
import { committedHashes, committedTo, memberLogOf } from './held-member-log.ts';
import { isHeld, isOutgrown, judgeWanted } from './judge-wanted.ts';
import { toldOf } from './recovery-desk-machine.ts';
import {
  type HashesAnswer,
  type NamesAnswer,
  RecoveryAsk,
  RecoveryHead,
  type StateAnswer,
} from './recovery-exchange.ts';
import { isSignedBy, recoveryNonce, recoveryProof } from './recovery-proof.ts';
import type { RecoveryStandings } from './recovery-standing.ts';
import type { RecoveryRow, RecoveryStore, WantedVersions } from './recovery-store.ts';

export interface RecoveryDeskOptions {
  readonly cell: string;
  readonly store: RecoveryStore;
  readonly ballots: RecoveryStandings;
  readonly self: MemberIdentity;
  readonly clock: () => number;
  readonly epoch: () => Epoch;
  /** A row says something else. */
  readonly changed: () => void;
}

type Answer = HashesAnswer | NamesAnswer | StateAnswer;

/** Whether a request to join is one for recovery. */
export function isRecoveryAsk(request: unknown): boolean {
  return (request as { ask?: unknown } | null)?.ask === 'recovery';
}

/**
 * Answers machines that ask for recovery. Whoever has no code is told that its code is not valid, whatever else it
 * says; whoever has one and no member's key is told hashes, and no name.
 */
export class RecoveryDesk {
  readonly #options: RecoveryDeskOptions;

  constructor(options: RecoveryDeskOptions) {
    this.#options = options;
  }

  /** @param askerKey Ed25519, 32 bytes: what the connection has proved */
  answer(request: unknown, askerKey: Uint8Array): Answer {
    const row = this.#rowOf(request, askerKey);
    const ask = RecoveryAsk.safeParse(request);
    if (!ask.success) throw new GhostStackError('malformed', says('error.recovery.requestNotUnderstood'));
    if (row.asker && Buffer.compare(row.asker.key, askerKey) !== 0)
      throw new GhostStackError('conflict', says('error.recovery.codeUsed'));
    if (!row.asker && row.expiresAtMs <= this.#options.clock())
      throw new GhostStackError('expired', says('error.recovery.codeExpired'));
    if ('key' in ask.data) return this.#names(row, ask.data, askerKey);
    if ('differ' in ask.data) return this.#differ(row);
    if ('versions' in ask.data) return this.#state(row, ask.data);
    return this.#hashes(row, askerKey);
  }

  /** The proof comes before anything else, in a time that says nothing of the secret. */
  #rowOf(request: unknown, askerKey: Uint8Array): RecoveryRow {
    const { cell, store } = this.#options;
    const head = RecoveryHead.safeParse(request);
    if (!head.success) throw new GhostStackError('malformed', says('error.recovery.requestNotUnderstood'));
    const row = store
      .list(cell)
      .find(({ secret }) => sameText(recoveryProof(secret, cell, askerKey), head.data.proof));
    if (!row || head.data.cell !== cell || (row.revoked && !row.accepted))
      throw new GhostStackError('not-found', says('error.recovery.codeInvalid'));
    return row;
  }

  #hashes({ nonceKey }: RecoveryRow, askerKey: Uint8Array): HashesAnswer {
    const { members } = this.#options.epoch();
    return { nonce: recoveryNonce(nonceKey, askerKey), hashes: committedHashes(members) };
  }

  #names(
    row: RecoveryRow,
    { key, signature }: { key: string; signature: string },
    askerKey: Uint8Array,
  ): NamesAnswer {
    const { cell, store, clock, epoch, changed } = this.#options;
    const nonce = recoveryNonce(row.nonceKey, askerKey);
    const bytes = ed25519Of(key);
    // Signed or not, member or not: one answer.
    if (bytes === null || !isSignedBy(bytes, signature, { cell, nonce, asker: askerKey })) throw notProved();
    const committed = committedTo(epoch().members, key);
    if (committed === null) throw notProved();
    const { log, by } = committed;
    // A device's next key is that of the machine; with any other, somebody has it who should not dial.
    if (by === 'device' && encodeMultikey('ed25519', askerKey) !== key) throw notProved();
    if (row.asker && (row.asker.scid !== log.scid || row.asker.by !== by))
      throw new GhostStackError('conflict', says('error.recovery.codeUsed'));
    if (!row.asker) {
      store.bind(row.id, { scid: log.scid, by, key: askerKey, askedAtMs: clock() });
      changed();
    }
    return this.#namesFor(log.scid);
  }

  #namesFor(scid: string): NamesAnswer {
    const { self } = this.#options;
    const { name: cellName, members } = this.#options.epoch();
    const member = members.find((one) => one.scid === scid);
    const me = members.find((one) => one.scid === self.scid);
    if (!member || !me) throw notProved();
    return {
      cellName,
      alias: member.alias,
      didLog: logOf(member),
      inviter: { alias: me.alias, didLog: logOf(me) },
    };
  }

  /** It asks for nothing, and nobody comes by this code any more; our operator is told. */
  #differ({ id, asker }: RecoveryRow): StateAnswer {
    const { store, changed } = this.#options;
    if (asker === null) throw notProved();
    store.differ(id);
    changed();
    return { state: 'refused', reason: 'differ' };
  }

  #state(row: RecoveryRow, wanted: WantedVersions): StateAnswer {
    const { store, ballots, clock, epoch, changed } = this.#options;
    const { asker } = row;
    if (asker === null) throw new GhostStackError('refused', says('error.recovery.notProved'));
    const member = epoch().members.find(({ scid }) => scid === asker.scid);
    const current = member && memberLogOf(member);
    if (!member || !current) return { state: 'refused', reason: 'no-member' };
    if (isHeld(wanted, member.didLog)) return { state: 'admitted', reason: null, didLog: logOf(member) };
    if (row.refused) return { state: 'refused', reason: 'operator' };
    if (row.differs) return { state: 'refused', reason: 'differ' };
    const verdict = judgeWanted({ current, asker, wanted, nowMs: clock() });
    if (verdict === 'again') return { state: 'again', reason: null, didLog: logOf(member) };
    if (!isAsHeld(row.wanted, wanted) && !isSettled(row, wanted, current)) {
      store.want(row.id, { versions: wanted.versions, lost: wanted.lost });
      changed();
    }
    const known = store.get(row.id) ?? row;
    const answer = toldOf(ballots.next(known, clock()));
    const ballot = answer.state === 'voting' ? ballots.of(known) : null;
    return ballot ? { ...answer, ballot: ballots.standing(ballot) } : answer;
  }
}

/**
 * Whether our operator has accepted such versions already, and they follow from the log still: were others taken in their
 * place, each would begin a ballot that nobody clicked for, and one that was lost would begin anew.
 */
function isSettled(
  { accepted, wanted: held }: RecoveryRow,
  wanted: WantedVersions,
  { versions }: MemberLog,
): boolean {
  return accepted && held !== null && held.lost === wanted.lost && !isOutgrown(held, versions.length);
}

function isAsHeld(held: WantedVersions | null, wanted: WantedVersions): boolean {
  if (held === null || held.lost !== wanted.lost) return false;
  return held.versions.at(-1)?.versionId === wanted.versions.at(-1)?.versionId;
}

function ed25519Of(key: string): Uint8Array | null {
  try {
    const { kind, publicKey } = decodeMultikey(key);
    return kind === 'ed25519' ? publicKey : null;
  } catch {
    return null;
  }
}

function logOf({ didLog }: Member): NamesAnswer['didLog'] {
  return didLog.map((version) => ({ ...version }));
}

function notProved(): GhostStackError {
  return new GhostStackError('refused', says('error.recovery.notProved'));
}
