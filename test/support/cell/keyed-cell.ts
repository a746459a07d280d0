/** Cells whose members change their keys: each entry says under which key it stands, and nothing is signed. */
import type { Change } from '#shared/protocol/closing/bodies.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { majorityOf } from '#shared/protocol/limits.ts';
import { type Entry, type HashedEntry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { authoriseEntry } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { meet, settle } from './closing-cell.ts';
import { ClosingMember } from './closing-member.ts';
import { foundEntry, hashed, LOW_RULES, scid } from './feed-writer.ts';

/** By the clocks of these tests, which begin at 0. */
export const MADE_AT = '1970-01-01T00:00:00Z';
const LONG_MS = 2 * 24 * 3_600_000;

/** The key of a member's n-th version: a text that looks like one. */
export function keyNamed(name: string, version: number): string {
  return `z6Mk${`${name.replaceAll(/[^1-9A-HJ-NP-Za-km-z]/g, 'x')}x${version}x`.padEnd(44, '1')}`;
}

export interface Version extends Record<string, unknown> {
  readonly versionId: string;
  readonly versionTime: string;
  readonly key: string;
}

/** The n-th version of somebody's log, as far as these tests read one. */
export function version(name: string, n: number, versionTime = MADE_AT): Version {
  return { versionId: `${n}-${name}`, versionTime, key: keyNamed(name, n) };
}

export function logOf(name: string, versions = 1): Version[] {
  return Array.from({ length: versions }, (_, at) => version(name, at + 1));
}

export type RekeyChange = Extract<Change, { type: 'rekey' }>;

/** From the n-th version on, as many more. */
export function rekey(name: string, from: number, count: 1 | 2, lost = false): RekeyChange {
  const versions = Array.from({ length: count }, (_, at) => version(name, from + 1 + at));
  return { type: 'rekey', scid: scid(name), versions, lost };
}

/** A member on one machine, under one of its keys. */
export class KeyedMember extends ClosingMember {
  readonly name: string;
  readonly key: string;
  readonly #found: HashedEntry;

  constructor(name: string, n: number, found: HashedEntry) {
    const key = keyNamed(name, n);
    super(
      {
        scid: scid(name),
        key,
        seal: hashed,
        authorise: (book: CellBook) => authoriseEntry(book, (_, log) => String(log.at(-1)?.key)),
      },
      found,
    );
    this.name = name;
    this.key = key;
    this.#found = found;
    this.head = this.graph.heads(this.author).find(({ entry }) => entry.key === key) ?? null;
  }

  /** It goes on from its own end, whatever else comes in under its name. */
  override receive(...entries: HashedEntry[]): void {
    const own = this.head;
    super.receive(...entries);
    // The key is set once the founding entry is here.
    if (this.key === undefined) return;
    const heads = this.graph.heads(this.author).filter(({ entry }) => entry.key === this.key);
    this.head = own ? (heads.find((end) => this.graph.onBranch(own, end)) ?? own) : (heads[0] ?? null);
  }

  /** Another machine under some key of the same member, which has all that this one has; `lost`: no feed to go on in. */
  as(n: number, { lost = false } = {}): KeyedMember {
    const other = new KeyedMember(this.name, n, this.#found);
    other.syncFrom(this);
    other.head = lost ? null : this.head && (other.graph.get(this.head.hash) ?? null);
    return other;
  }

  get epoch(): Epoch {
    return this.book.epochAt([...this.graph.nodes()]);
  }

  /** Why an entry as this one would write it, with changes, is refused or counts for nothing; `valid` otherwise. */
  code(kind: string, body: Record<string, unknown>, change: Partial<Entry> = {}): string {
    const node = this.graph.preview(hashed({ ...this.next(kind, body), ...change }));
    if ('code' in node) return node.code;
    const verdict = this.book.preview(node);
    return verdict.valid ? 'valid' : verdict.code;
  }

  /** Writes what others would refuse to write. */
  put(kind: string, body: Record<string, unknown>, change: Partial<Entry> = {}): GraphNode {
    const entry = hashed({ ...this.next(kind, body), ...change });
    this.receive(entry);
    return this.graph.get(entry.hash) as GraphNode;
  }

  draftOf(title: string): string {
    const ahead = [...this.ahead().values()].flat();
    return this.write('draft', { number: 1 + this.book.draftedUpTo(ahead), title, text: '' }).hash;
  }

  opening(proposal: string, change?: Change, longerMs = 0): Record<string, unknown> {
    const { members, number, rules } = change
      ? this.epoch
      : this.book.epochOf(this.graph.get(proposal) as GraphNode);
    const deadlineMs = rules.deadlineMs + longerMs;
    const { graceMs } = rules;
    const frozen = { quorum: majorityOf(members.length), threshold: [1, 2], deadlineMs, graceMs };
    return { proposal, attempt: 1, epoch: number, text: '', rules: frozen, ...(change ? { change } : {}) };
  }

  /** `longerMs`: so much longer than the cell's deadline. */
  propose(change?: Change, longerMs = 0): string {
    return this.write('open', this.opening(this.draftOf('Paint the shed'), change, longerMs)).hash;
  }

  approve(ballot: string): GraphNode {
    return this.write('vote', { ballot, choice: 'APPROVE' });
  }
}

/** alice, bob ... with the keys of their first versions, in one cell; turns take 10 ms, a deadline none. */
export function keyedCell(...names: readonly string[]): KeyedMember[] {
  const [first = 'alice', ...others] = names;
  const found = foundEntry(
    first,
    { ...LOW_RULES, turnMs: 10 },
    { didLog: logOf(first), key: keyNamed(first, 1) },
  );
  const members = [new KeyedMember(first, 1, found)];
  for (const name of others) {
    certify(members, { type: 'admit', scid: scid(name), alias: name, didLog: logOf(name) });
    const newcomer = new KeyedMember(name, 1, found);
    newcomer.syncFrom(members[0] as KeyedMember);
    members.push(newcomer);
  }
  return members;
}

/** The first of them proposes; all of them approve, unless `approving` names fewer, and see it to its end. */
export function certify(
  present: readonly KeyedMember[],
  change?: Change,
  approving: readonly KeyedMember[] = present,
): string {
  const [proposer] = present as [KeyedMember];
  const ballot = proposer.propose(change);
  meet([...present]);
  for (const member of approving) member.approve(ballot);
  rest(present);
  return ballot;
}

/** They meet and act until nothing more comes of it, however long turns and deadlines take. */
export function rest(present: readonly KeyedMember[]): void {
  for (let turn = 0; turn <= present.length; turn += 1) settle([...present], turn * LONG_MS);
}

/** The end of somebody's feed as another knows it. */
export function endOf(at: KeyedMember, name: string): string {
  return at.graph.heads(scid(name))[0]?.hash ?? ZERO_HASH;
}
