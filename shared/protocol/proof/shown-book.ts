import type { z } from 'zod';
import { type Attestation, type Ballot, type Countable, closureKey } from '../closing/ballot.ts';
import { CloseBody, ConfirmBody, OpenBody, VoteBody, WithdrawBody } from '../closing/bodies.ts';
import { changeError, type Epoch, isMember, quorumSizes, versionOf } from '../closing/epoch.ts';
import { ballotFloors, floorError } from '../closing/floors.ts';
import type { MemberLogs } from '../closing/member-logs.ts';
import { slotOf } from '../closing/slot.ts';
import type { ShownGraph, ShownNode } from './shown-graph.ts';
import type { ShownNames } from './shown-names.ts';

/**
 * The ballots of a proof, judged by the rules as far as what is shown tells: who may act, under which key, after what.
 * What takes the whole past to judge (a draft's number, a generation that forgot) the members judged who confirmed.
 */
export class ShownBook implements Countable {
  readonly graph: ShownGraph;
  readonly logs: MemberLogs;
  readonly #names: ShownNames;
  readonly #byBallot = new Map<string, ShownNode[]>();
  readonly #ballots = new Map<string, Ballot>();
  readonly #filed = {
    vote: new Map<string, ShownNode[]>(),
    withdraw: new Map<string, ShownNode[]>(),
    close: new Map<string, ShownNode[]>(),
  };
  readonly #confirms = new Map<string, Attestation[]>();
  readonly #unexplained = new Map<string, ShownNode[]>();

  constructor(graph: ShownGraph, names: ShownNames, logs: MemberLogs) {
    this.graph = graph;
    this.logs = logs;
    this.#names = names;
    for (const node of graph.nodes()) {
      const { ballot } = node.entry.body;
      if (typeof ballot === 'string') append(this.#byBallot, ballot, node);
    }
  }

  ballot(hash: string): Ballot | undefined {
    return this.#ballots.get(hash);
  }

  votes(ballot: string): readonly ShownNode[] {
    return this.#filed.vote.get(ballot) ?? [];
  }

  withdraws(ballot: string): readonly ShownNode[] {
    return this.#filed.withdraw.get(ballot) ?? [];
  }

  closes(ballot: string): readonly ShownNode[] {
    return this.#filed.close.get(ballot) ?? [];
  }

  /** A proof of a cell that branched off is not made. */
  enters(): readonly [] {
    return [];
  }

  /** Nor is one after somebody left: what is shown does not reach back to every `leave`. */
  leaving(): ReadonlyMap<string, ShownNode> {
    return new Map();
  }

  confirms(slot: string): readonly Attestation[] {
    return this.#confirms.get(slot) ?? [];
  }

  /** What members did about a ballot under a key that no epoch shown so far explains. */
  unexplained(ballot: string): readonly ShownNode[] {
    return this.#unexplained.get(ballot) ?? [];
  }

  /** Takes up an `open` that this electorate decides on, with all that members did about it; null if it is none. */
  take(open: ShownNode, electorate: Epoch): Ballot | null {
    const body = bodyOf(open, 'open', OpenBody);
    const { author } = open.entry;
    if (!body || body.epoch !== electorate.number || !isMember(electorate, author)) return null;
    if (!this.#isExplained(open)) return null;
    const { n } = quorumSizes(electorate);
    if (body.rules.quorum > n) return null;
    // For all else the rules of a later epoch may hold, which is not shown.
    if (body.change && floorError(body.rules, ballotFloors(electorate.rules, n, true))) return null;
    if (body.change && body.change.type !== 'rekey' && changeError(electorate, body.change)) return null;
    const ballot = { open, body, slot: slotOf(body), proposer: author, electorate };
    this.#ballots.set(open.hash, ballot);
    const about = this.#byBallot.get(open.hash) ?? [];
    for (const node of about) this.#close(ballot, node);
    for (const node of about) this.#file(ballot, node);
    return ballot;
  }

  /** `closed` asks for closes of the own branch alone, which stand before it. */
  #close(ballot: Ballot, node: ShownNode): void {
    if (!bodyOf(node, 'close', CloseBody) || !this.#mayAct(ballot, node) || this.#hasClosed(ballot, node))
      return;
    append(this.#filed.close, ballot.open.hash, node);
  }

  #file(ballot: Ballot, node: ShownNode): void {
    const { hash } = ballot.open;
    if (bodyOf(node, 'vote', VoteBody)) {
      if (this.#mayAct(ballot, node) && !this.#hasClosed(ballot, node)) append(this.#filed.vote, hash, node);
    } else if (bodyOf(node, 'withdraw', WithdrawBody)) {
      const isOwn = node.entry.author === ballot.proposer;
      if (isOwn && this.graph.inPast(ballot.open, node)) append(this.#filed.withdraw, hash, node);
    } else this.#confirm(ballot, node);
  }

  /** By its body it names what it confirms, so the way to it need not be shown. */
  #confirm(ballot: Ballot, node: ShownNode): void {
    const body = bodyOf(node, 'confirm', ConfirmBody);
    if (!body || body.slot !== ballot.slot || !this.#isElector(ballot, node)) return;
    const authors = body.closes.map(
      (hash) => this.closes(body.ballot).find((close) => close.hash === hash)?.entry.author,
    );
    if (authors.includes(undefined) || new Set(authors).size < authors.length) return;
    if (authors.length < quorumSizes(ballot.electorate).q) return;
    append(this.#confirms, ballot.slot, { node, body, key: closureKey(body) });
  }

  #mayAct(ballot: Ballot, node: ShownNode): boolean {
    return this.graph.inPast(ballot.open, node) && this.#isElector(ballot, node);
  }

  #isElector({ open, electorate }: Ballot, node: ShownNode): boolean {
    const { author } = node.entry;
    if (!isMember(electorate, author)) return false;
    if (this.#isExplained(node)) return node.version >= versionOf(electorate, author);
    append(this.#unexplained, open.hash, node);
    return false;
  }

  #hasClosed({ open }: Ballot, node: ShownNode): boolean {
    const closes = this.closes(open.hash);
    for (let before = node.prev; before; before = before.prev) if (closes.includes(before)) return true;
    return false;
  }

  #isExplained(node: ShownNode): boolean {
    node.version = this.#names.version(node.entry);
    return node.version > 0;
  }
}

function bodyOf<Body>({ entry }: ShownNode, kind: string, schema: z.ZodType<Body>): Body | null {
  if (entry.kind !== kind) return null;
  return schema.safeParse(entry.body).data ?? null;
}

function append<Item>(lists: Map<string, Item[]>, name: string, item: Item): void {
  lists.set(name, [...(lists.get(name) ?? []), item]);
}
