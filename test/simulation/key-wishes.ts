/** What people do about keys: change their own, let a machine of another back, vouch for it. */
import { GhostStackError } from '#shared/contract/errors.ts';
import { everything } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { isAfterEnd } from '#shared/protocol/closing/ended.ts';
import { type Epoch, isMember, type Member } from '#shared/protocol/closing/epoch.ts';
import { ownNodes } from '#shared/protocol/closing/own.ts';
import { membershipSlot } from '#shared/protocol/closing/slot.ts';
import { openBody } from '../../electron/node/cell/deciding/open-ballot.ts';
import type { RecoveryRow, WantedVersions } from '../../electron/node/cell/recovering/recovery-store.ts';
import { RekeyBallots } from '../../electron/node/cell/recovering/rekey-ballots.ts';
import { KeyChange, type Rekey } from '../../electron/node/cell/rekeying/change-key.ts';
import { encodeMultikey } from '../../electron/node/crypto/multikey.ts';
import type { SigningKey } from '../../electron/node/crypto/signing-key.ts';
import type { DidLogEntry } from '../../electron/node/identity/did-webvh/index.ts';
import { type MemberLog, newestVersion } from '../../electron/node/identity/member-log/index.ts';
import { versionByDevice, versionsByWords } from '../../electron/node/identity/rotation/make-versions.ts';
import { recoveryKey } from '../../electron/node/identity/words/index.ts';
import { ballotsOf, draftOf, epochNow } from './at-hand.ts';
import { writeDraft } from './openings.ts';
import { memberLog } from './people.ts';
import { isThief, type KeyEvent } from './scenario.ts';
import { hashOf, recoveryFor } from './seeds.ts';
import type { SimNode } from './sim-node.ts';
import type { Surroundings } from './surroundings.ts';

type EventOf<T extends KeyEvent['do']> = Extract<KeyEvent, { do: T }>;

/** So many codes one operator makes for one machine, and for one that turns out to be another's. */
const CODES_MOST = 12;
const CODES_FOR_THIEVES = 4;
const NOTHING = new Uint8Array(0);

/** Under which a member's log says that it signs. */
export function presentKey({ didLog }: Member): string {
  return newestVersion(memberLog(didLog)).key;
}

/** By the product's own hand. True once there is nothing left to do about it. */
export function rekey(node: SimNode, event: EventOf<'rekey'>): boolean {
  const epoch = epochNow(node);
  if (!isMember(epoch, node.author)) return false;
  if (ballotsOf(node, event.key).length > 0) return true;
  const change = new KeyChange({
    me: node.author,
    ring: {
      get: () => null,
      keyFor: (hash) => keyFor(node, hash),
      make: () => node.makeKey(),
      newRecoverySeed: () => ({ seed: node.makeWords(), wordsHash: '' }),
    },
    epoch: () => epoch,
    clock: () => node.wallMs() + (event.aheadMs ?? 0),
    propose: (proposed) => openRekey(node, event.key, epoch, proposed),
  });
  try {
    if (event.by === 'device') change.byDevice();
    else for (const seed of wordsFor(node, epoch)) change.byWords(seed, event.renew);
  } catch (thrown) {
    // What the operator is told.
    if (!(thrown instanceof GhostStackError)) throw thrown;
  }
  return true;
}

/** Opens it, and approves it. */
function openRekey(node: SimNode, key: string, epoch: Epoch, change: Rekey): string {
  const { hash: proposal } = draftOf(node, key) ?? writeDraft(node, key);
  const body = openBody({ proposal, attempt: 1, text: '', change, epoch, rules: epoch.rules });
  if (node.isRefused('open', body)) return proposal;
  const { hash: ballot } = node.write('open', body);
  if (ownNodes(node.book, node.head, node.book.closes(ballot)).length === 0)
    node.write('vote', { ballot, choice: 'APPROVE' });
  return proposal;
}

/** The one of its papers on which the words are that the cell knows. */
function wordsFor({ author, papers }: SimNode, epoch: Epoch): Uint8Array[] {
  const member = epoch.members.find(({ scid }) => scid === author);
  const hash = member && newestVersion(memberLog(member.didLog)).words;
  return papers.filter((seed) => hash !== undefined && recoveryFor(seed, hash)).slice(0, 1);
}

function keyFor({ home }: SimNode, hash: string): SigningKey | null {
  return [...home.keys.values()].find((key) => hashOf(key) === hash) ?? null;
}

/** One code after another, for as long as another key than the machine's is the newest. Never done. */
export function askBack(node: SimNode, event: EventOf<'let-back'>, at: Surroundings): false {
  const machine = at.machine(event.whom);
  const epoch = epochNow(node);
  const member = epoch.members.find(({ scid }) => scid === machine?.author);
  if (!machine?.up || !member || member.scid === node.author || !isMember(epoch, node.author)) return false;
  const { codes } = node.home;
  const own = [...codes.values()].filter(({ id }) => id.startsWith(`${event.whom} ${event.by} `));
  const last = own.at(-1);
  const step = last && stepOf(node, epoch, last);
  const key = presentKey(member);
  if (step === 'voting' || (machine.keysAskedFor.has(key) && machine.home.keys.has(key))) return false;
  if (own.length >= (isThief(event.whom) ? CODES_FOR_THIEVES : CODES_MOST)) return false;
  const asked = versionsOf(machine, memberLog(member.didLog), event);
  if (!asked) return false;
  machine.keysAskedFor.add(encodeMultikey('ed25519', asked.key));
  // What the operator has accepted is made anew where the log has grown meanwhile.
  const isAgain = step === 'again' && last !== undefined;
  const id = isAgain ? last.id : `${event.whom} ${event.by} ${own.length}`;
  codes.set(id, { ...codeOf(node, id, machine, event, asked), proposal: isAgain ? last.proposal : null });
  if (isAgain) at.counts['versions made again'] += 1;
  return false;
}

function stepOf(node: SimNode, epoch: Epoch, row: RecoveryRow): string {
  const { book, author: self, home } = node;
  const ballots = new RekeyBallots({
    book,
    self,
    epoch: () => epoch,
    storedAtMs: (hash) => home.storedAtMs.get(hash) ?? null,
  });
  return ballots.next(row, node.steadyMs()).step;
}

interface Asked {
  readonly wanted: WantedVersions;
  readonly key: Uint8Array;
}

/** Null where it is told why there can be none: no version could be dated after the last. */
function versionsOf(machine: SimNode, log: MemberLog, event: EventOf<'let-back'>): Asked | null {
  try {
    return wantedBy(machine, log, event);
  } catch (thrown) {
    if (thrown instanceof GhostStackError || thrown instanceof RangeError) return null;
    throw thrown;
  }
}

/** The versions that a machine makes of the log that it is told; null where it cannot. */
function wantedBy(machine: SimNode, log: MemberLog, { by, lost, renew }: EventOf<'let-back'>): Asked | null {
  if (log.versions.length > (by === 'words' ? 22 : 23)) return null;
  const nowMs = machine.wallMs();
  const { device: deviceHash, words: wordsHash } = newestVersion(log);
  const wanted = (versions: readonly DidLogEntry[]): WantedVersions => ({
    versions: versions.map((version) => ({ ...version })),
    lost,
  });
  if (by === 'device') {
    const nextKey = keyFor(machine, deviceHash);
    if (!nextKey) return null;
    const keyAfterNext = machine.makeKey().publicKey;
    return { wanted: wanted(versionByDevice({ log, nextKey, keyAfterNext, nowMs })), key: nextKey.publicKey };
  }
  const paper = machine.papers.find((seed) => recoveryFor(seed, wordsHash));
  const recovery = paper && recoveryFor(paper, wordsHash);
  if (!paper || !recovery) return null;
  const device = machine.makeKey();
  const versions = versionsByWords({
    log,
    recovery: recovery.key,
    nextRecovery: (renew ? recoveryKey(machine.makeWords(), 0) : recoveryKey(paper, recovery.index + 1))
      .publicKey,
    device,
    keyAfterNext: machine.makeKey().publicKey,
    nowMs,
  });
  return { wanted: wanted(versions), key: device.publicKey };
}

function codeOf(
  node: SimNode,
  id: string,
  machine: SimNode,
  { by }: EventOf<'let-back'>,
  { wanted, key }: Asked,
): RecoveryRow {
  return {
    id,
    cell: node.graph.cell,
    secret: NOTHING,
    nonceKey: NOTHING,
    createdAtMs: 0,
    expiresAtMs: Number.MAX_SAFE_INTEGER,
    revoked: false,
    asker: { scid: machine.author, by, key, askedAtMs: 0 },
    wanted,
    accepted: true,
    refused: false,
    differs: false,
    proposal: null,
  };
}

/** Six words compared: approves what leads to a key of that machine. Never done. */
export function vouch(node: SimNode, event: EventOf<'vouch'>, at: Surroundings): false {
  const machine = at.machine(event.whom);
  const epoch = epochNow(node);
  if (!machine || !isMember(epoch, node.author)) return false;
  const slot = membershipSlot(epoch.number);
  for (const ballot of node.book.ballotsIn(slot)) {
    const { open } = ballot;
    const { change } = ballot.body;
    if (change?.type !== 'rekey' || change.scid !== machine.author || !node.isAhead(open)) continue;
    if (ownNodes(node.book, node.head, node.book.votes(open.hash)).length > 0) continue;
    if (ownNodes(node.book, node.head, node.book.closes(open.hash)).length > 0) continue;
    const member = epoch.members.find(({ scid }) => scid === change.scid);
    const longer = member && node.book.logs.extended(member.scid, member.didLog, change.versions);
    if (!longer || !machine.home.keys.has(newestVersion(memberLog(longer)).key)) continue;
    if (isAfterEnd(node.graph, epoch, open, everything)) continue;
    if (certificates(node.book, everything, slot).length > 0) continue;
    node.write('vote', { ballot: open.hash, choice: 'APPROVE' });
  }
  return false;
}
