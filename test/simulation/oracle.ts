/**
 * CLOSING.md once more, read literally and slowly: causal pasts as sets, every rule as a line. It shares nothing with
 * the rules under test but what they are told: the entries, and which epoch each stands in.
 */
import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { parentHashes } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { Broken } from './broken.ts';

export function documentQuorum({ members, rules }: Epoch): { n: number; f: number; q: number } {
  const n = members.length;
  const most = Math.floor((n - 1) / 3);
  const f = rules.f === null ? most : Math.min(rules.f, most);
  return { n, f, q: Math.floor((n + f) / 2) + 1 };
}

/** E: frozen by the draft, or by the open of a change. */
export function documentElectorate(book: CellBook, { open, body }: Pick<Ballot, 'open' | 'body'>): Epoch {
  const frozenBy = body.change ? open : book.graph.get(body.proposal);
  return book.epochOf(frozenBy ?? open);
}

/** As which version of itself its author wrote an entry: that in the epoch of its parents, else that of the one before. */
export function documentVersion(book: CellBook, node: GraphNode): number {
  const { author } = node.entry;
  const epoch = node.parents.length === 0 ? book.epochOf(node) : book.epochAt(node.parents);
  const member = epoch.members.find(({ scid }) => scid === author);
  if (member) return member.didLog.length;
  return node.prev ? documentVersion(book, node.prev) : 0;
}

/** Not the product's own `isMember`, so that a bug in it shows. */
export function isOneOf({ members }: Epoch, author: string): boolean {
  return members.some(({ scid }) => scid === author);
}

interface Judged {
  readonly node: GraphNode;
  /** Itself included. */
  readonly past: ReadonlySet<string>;
  readonly version: number;
  valid: boolean;
}

interface SetBody {
  readonly slot: string;
  readonly ballot: string;
  readonly round: number;
  readonly closes: readonly string[];
}

export class Oracle {
  readonly #book: CellBook;
  readonly #judged = new Map<string, Judged>();
  readonly #byKind = new Map<string, Judged[]>();

  constructor(book: CellBook) {
    this.#book = book;
    for (const node of book.graph.nodes()) {
      const past = new Set([node.hash]);
      for (const parent of parentHashes(node.entry)) {
        for (const hash of this.#judged.get(parent)?.past ?? []) past.add(hash);
      }
      const judged: Judged = { node, past, version: documentVersion(book, node), valid: true };
      this.#judged.set(node.hash, judged);
      judged.valid = this.#isValid(judged);
      const list = this.#byKind.get(node.entry.kind);
      if (list) list.push(judged);
      else this.#byKind.set(node.entry.kind, [judged]);
    }
  }

  /** Compares the verdicts on all that is cast in ballots; returns how many were refused. */
  checkVerdicts(): number {
    let refused = 0;
    for (const { node, valid } of this.#judged.values()) {
      if (!['vote', 'close', 'sign', 'confirm', 'withdraw'].includes(node.entry.kind)) continue;
      const verdict = this.#book.verdict(node);
      if (!verdict.valid) refused += 1;
      if (verdict.valid !== valid) {
        const said = verdict.valid ? 'valid' : `invalid (${verdict.reason})`;
        throw new Broken(
          'verdicts',
          `a ${node.entry.kind} by ${node.entry.author.slice(0, 8)} at ${node.entry.gen}/${node.entry.seq} is ${said}`,
        );
      }
    }
    return refused;
  }

  /** The outcome of a certified closure, and the votes that count. */
  tally(ballot: Ballot, closes: readonly string[]): { outcome: string; counted: Map<string, string> } {
    const closure = new Set<string>();
    for (const close of closes) for (const hash of this.#judged.get(close)?.past ?? []) closure.add(hash);
    const inside = [...closure].map((hash) => this.#judged.get(hash) as Judged);
    const votes = inside.filter((entry) => entry.valid && this.#casts(entry, 'vote', ballot));
    const counted = new Map<string, string>();
    let approve = 0;
    let reject = 0;
    for (const { scid, admittedBy, didLog } of documentElectorate(this.#book, ballot).members) {
      const own = inside.filter(
        ({ node, version }) => node.entry.author === scid && version >= didLog.length,
      );
      const isVoid = own.some((one) =>
        own.some(
          (other) =>
            one.node !== other.node &&
            one.node.entry.gen === other.node.entry.gen &&
            one.node.entry.seq === other.node.entry.seq &&
            (one.past.has(admittedBy) || other.past.has(admittedBy)),
        ),
      );
      if (isVoid) continue;
      const [newest] = votes
        .filter(({ node }) => node.entry.author === scid)
        .sort(
          ({ node: a, version: v }, { node: b, version: w }) =>
            w - v || b.entry.gen - a.entry.gen || b.entry.seq - a.entry.seq,
        );
      if (!newest) continue;
      counted.set(scid, newest.node.hash);
      if (newest.node.entry.body.choice === 'APPROVE') approve += 1;
      if (newest.node.entry.body.choice === 'REJECT') reject += 1;
    }
    const isWithdrawn = inside.some(
      (entry) =>
        entry.valid &&
        this.#casts(entry, 'withdraw', ballot) &&
        !votes.some(({ node }) => entry.past.has(node.hash)),
    );
    const { quorum, threshold } = ballot.body.rules;
    const passed = approve + reject > 0 && approve * threshold[1] > threshold[0] * (approve + reject);
    const lacksMajority =
      ballot.body.change !== undefined &&
      approve < Math.floor(documentElectorate(this.#book, ballot).members.length / 2) + 1;
    const decided = counted.size < quorum ? 'expired' : passed && !lacksMajority ? 'passed' : 'failed';
    return { outcome: isWithdrawn ? 'withdrawn' : decided, counted };
  }

  #casts({ node }: Judged, kind: string, ballot: Ballot): boolean {
    return node.entry.kind === kind && node.entry.body.ballot === ballot.open.hash;
  }

  #isValid(entry: Judged): boolean {
    const { kind, author, body } = entry.node.entry;
    const ballot = this.#book.ballot(String(body.ballot));
    switch (kind) {
      case 'vote':
      case 'close':
        return (
          this.#inElectorate(entry, ballot) &&
          !this.#chain(entry).some(
            (earlier) => earlier.valid && this.#casts(earlier, 'close', ballot as Ballot),
          ) &&
          (kind === 'vote' || this.#mayAct(entry, ballot as Ballot))
        );
      case 'withdraw':
        return ballot !== undefined && entry.past.has(ballot.open.hash) && ballot.proposer === author;
      case 'sign':
      case 'confirm':
        return this.#inElectorate(entry, ballot) && this.#isAttestation(entry, ballot as Ballot, kind);
      default:
        return true;
    }
  }

  /** A member of the electorate, under a key that is no older than that which the electorate knows. */
  #inElectorate({ node, past, version }: Judged, ballot: Ballot | undefined): boolean {
    return (
      ballot !== undefined &&
      past.has(ballot.open.hash) &&
      documentElectorate(this.#book, ballot).members.some(
        ({ scid, didLog }) => scid === node.entry.author && version >= didLog.length,
      )
    );
  }

  #isAttestation(entry: Judged, ballot: Ballot, kind: string): boolean {
    const v = entry.node.entry.body as unknown as SetBody;
    const { q } = documentQuorum(documentElectorate(this.#book, ballot));
    if (v.slot !== ballot.slot || !this.#mayAct(entry, ballot)) return false;
    const closes = v.closes.map((hash) => (entry.past.has(hash) ? this.#judged.get(hash) : undefined));
    if (!closes.every((close) => close?.valid && this.#casts(close, 'close', ballot))) return false;
    const authors = new Set(closes.map((close) => close?.node.entry.author));
    if (authors.size < q || authors.size < closes.length) return false;
    const chain = this.#chain(entry).filter(
      (e) => e.valid && (e.node.entry.body as unknown as SetBody).slot === v.slot,
    );
    const rounds = (of: string): number[] =>
      chain.filter(({ node }) => node.entry.kind === of).map(({ node }) => Number(node.entry.body.round));
    const [signed, confirmed] = [rounds('sign'), rounds('confirm')];
    if (kind === 'confirm') {
      return (
        confirmed.every((round) => round < v.round) &&
        signed.every((round) => round <= v.round) &&
        this.#quorum(entry.past, v, v.round, q)
      );
    }
    if (![...signed, ...confirmed].every((round) => round < v.round)) return false;
    if (confirmed.length === 0) return true;
    const lockRound = Math.max(...confirmed);
    const lock = chain.find(
      ({ node }) => node.entry.kind === 'confirm' && node.entry.body.round === lockRound,
    );
    if (lock && isEqual(lock.node.entry.body as unknown as SetBody, v)) return true;
    const known = new Set((this.#byKind.get('sign') ?? []).map(({ node }) => Number(node.entry.body.round)));
    return [...known].some((r) => lockRound < r && r < v.round && this.#quorum(entry.past, v, r, q));
  }

  #quorum(past: ReadonlySet<string>, v: SetBody, round: number, q: number): boolean {
    const authors = new Set<string>();
    for (const { node, valid } of this.#byKind.get('sign') ?? []) {
      const body = node.entry.body as unknown as SetBody;
      if (valid && past.has(node.hash) && body.round === round && isEqual(body, v))
        authors.add(node.entry.author);
    }
    return authors.size >= q;
  }

  /** The author's earlier entries on the entry's branch. */
  #chain({ node }: Judged): Judged[] {
    const chain: Judged[] = [];
    for (let at = node.prev; at; at = at.prev) chain.push(this.#judged.get(at.hash) as Judged);
    return chain;
  }

  /** Restored authors, and the generations before them (docs/protocol.md, "Generations"). */
  #mayAct(entry: Judged, ballot: Ballot): boolean {
    const { author } = entry.node.entry;
    const gen = entry.node.prev?.entry.gen ?? 0;
    const known = new Set<string>();
    const causes = ballot.slot.startsWith('members/')
      ? documentElectorate(this.#book, ballot).closes
      : [ballot.body.proposal];
    for (const cause of causes) for (const hash of this.#judged.get(cause)?.past ?? []) known.add(hash);
    const { members } = documentElectorate(this.#book, ballot);
    const seat = members.find(({ scid }) => scid === author);
    const own = [...known]
      .map((hash) => this.#judged.get(hash) as Judged)
      .filter(({ node, version }) => node.entry.author === author && version >= (seat?.didLog.length ?? 0));
    if (own.some(({ node }) => node.entry.gen > gen)) return false;
    if (gen <= (seat?.base ?? 0) || members.length === 1) return true;
    const restored = this.#chain(entry).find(({ node }) => node.entry.gen === gen && node.entry.seq === 0);
    if (restored && known.has(restored.node.hash)) return true;
    const other = members.find(({ scid }) => scid !== author);
    const heard = [...entry.past]
      .map((hash) => this.#judged.get(hash) as Judged)
      .filter(
        ({ node, version }) => node.entry.author === other?.scid && version >= (other?.didLog.length ?? 0),
      );
    return members.length === 2 && heard.every(({ node }) => node.entry.gen <= (other?.base ?? 0));
  }
}

function isEqual(a: SetBody, b: SetBody): boolean {
  return a.slot === b.slot && a.ballot === b.ballot && a.closes.join() === b.closes.join();
}
