/** A member with a real key, a real DID and a real log on a database in memory; it follows the protocol by itself. */

import type { Change } from '#shared/protocol/closing/bodies.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { seenSince } from '#shared/protocol/log/exchange.ts';
import type { FeedBounds } from '#shared/protocol/log/feed-bounds.ts';
import { inEnglish } from '#shared/protocol/saying.ts';
import { CellStore, foundCell } from '../../../electron/node/cell/cell-store.ts';
import { authoriseEntry } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { knownWriter } from '../../../electron/node/cell/deciding/known-writer.ts';
import { openBallot } from '../../../electron/node/cell/deciding/open-ballot.ts';
import { ReactionWriter } from '../../../electron/node/cell/reaction-writer.ts';
import {
  CLOSING,
  closeBallots,
  NOTHING_CLOSED,
} from '../../../electron/node/cell/reactions/close-ballots.ts';
import { PROVING, proveFork } from '../../../electron/node/cell/reactions/prove-fork.ts';
import { remembering } from '../../../electron/node/cell/reactions/reaction.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { type MemberIdentity, readMemberIdentity } from '../../../electron/node/identity/member-identity.ts';
import { IntegrityLog } from '../../../electron/node/log/integrity-log.ts';
import { LogStore } from '../../../electron/node/log/log-store.ts';
import type { Bringer } from '../../../electron/node/log/received.ts';
import { signEntry } from '../../../electron/node/log/signed-entry.ts';
import { openStore, type Store } from '../../../electron/node/store/store.ts';
import { memberDidLog } from './member-did-log.ts';

export class RealMember {
  readonly name: string;
  readonly key: SigningKey;
  readonly identity: MemberIdentity;
  readonly store: Store = openStore({ path: ':memory:' });
  readonly logStore = new LogStore(this.store);
  #log: IntegrityLog | null = null;
  #writer: ReactionWriter | null = null;
  nowMs = 1_800_000_000_000;
  /** Of the log that is entered next. */
  feedBounds: FeedBounds | null = null;

  constructor(name: string, seed: number) {
    this.name = name;
    this.key = SigningKey.fromSeed(new Uint8Array(32).fill(seed));
    this.identity = readMemberIdentity(memberDidLog(this.key, this.nowMs));
  }

  get log(): IntegrityLog {
    if (!this.#log) throw new Error(`${this.name} has no cell`);
    return this.#log;
  }

  found(name: string): string {
    const { identity, key, nowMs } = this;
    const founding = { name, alias: this.name, identity, key, nowMs };
    const cell = foundCell(new CellStore(this.store), this.logStore, founding);
    this.enter(cell);
    return cell;
  }

  /** Opens the log of a cell from this member's own database, again if it was open. */
  enter(cell: string): void {
    this.#writer?.stop();
    const clock = () => this.nowMs;
    const author = { scid: this.identity.scid, key: this.key };
    const { logStore: store, feedBounds } = this;
    const rules = { authorise: authoriseEntry, isWriter: knownWriter };
    this.#log = new IntegrityLog({ cell, store, clock, author, ...rules, ...(feedBounds && { feedBounds }) });
    const storedAtMs = (hash: string) => this.logStore.storedAtMs(hash);
    const reactions = [
      { name: PROVING, react: proveFork },
      remembering(CLOSING, NOTHING_CLOSED, closeBallots),
    ];
    this.#writer = new ReactionWriter({ log: this.#log, me: author.scid, clock, storedAtMs, reactions });
    this.#writer.start();
  }

  admit(newcomer: RealMember): string {
    const { scid, log: didLog } = newcomer.identity;
    const change = { type: 'admit', scid, alias: newcomer.name, didLog: didLog as never } as const;
    return this.propose(`Admit ${newcomer.name}`, change);
  }

  /** Opens the vote on a change of the cell; returns its ballot. */
  propose(title: string, change: Change): string {
    const { log, epoch } = this;
    const proposal = openBallot.draft(log, title, '').hash;
    return openBallot.open(log, { proposal, attempt: 1, text: '', epoch, rules: epoch.rules, change }).hash;
  }

  get epoch(): Epoch {
    const { graph, book } = this.log;
    return book.epochAt(graph.authors().flatMap((author) => graph.heads(author)));
  }

  /** Writes what the own rules refuse, as a program that was tampered with does. */
  force(kind: string, body: Record<string, unknown>): GraphNode {
    const { log, identity, key } = this;
    const head = log.ownHead();
    const { scid: author } = identity;
    const checked = signEntry(key, {
      v: 1,
      cell: log.cell,
      author,
      gen: head?.entry.gen ?? 0,
      seq: head ? head.entry.seq + 1 : 0,
      prev: head?.hash ?? ZERO_HASH,
      seen: seenSince(log.graph, author, head),
      at: this.nowMs,
      kind,
      body,
      key: encodeMultikey('ed25519', key.publicKey),
    });
    log.receive([checked.text]);
    return log.graph.get(checked.hash) as GraphNode;
  }

  /** As whom others know it when it brings them something. */
  get bringer(): Bringer {
    const { did, signingKey } = this.identity;
    return { did, key: encodeMultikey('ed25519', signingKey) };
  }

  texts(): string[] {
    return [...this.log.missingFrom({})];
  }

  syncFrom(other: RealMember): void {
    const { refused } = this.log.receive([...other.log.missingFrom(this.log.tips())]);
    if (refused.length > 0) throw new Error(refused.map(({ says }) => inEnglish(says)).join('; '));
  }

  close(): void {
    this.#writer?.stop();
    this.store.close();
  }
}

export function meet(...members: RealMember[]): void {
  for (let round = 0; round < 6; round += 1) {
    for (const a of members) for (const b of members) if (a !== b) a.syncFrom(b);
  }
}

/** alice, bob and carol in one cell, all in sync. */
export function realCell(): RealMember[] {
  const members = ['alice', 'bob', 'carol'].map((name, i) => new RealMember(name, i + 1));
  const [alice, bob, carol] = members as [RealMember, RealMember, RealMember];
  const cell = alice.found('Maple Street');
  const present = [alice];
  for (const newcomer of [bob, carol]) {
    const ballot = alice.admit(newcomer);
    meet(...present);
    for (const member of present) member.log.append('vote', { ballot, choice: 'APPROVE' });
    meet(...present);
    newcomer.enter(cell);
    present.push(newcomer);
    meet(...present);
  }
  return members;
}
