import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { Broken } from './broken.ts';
import { documentElectorate } from './oracle.ts';
import type { SimNode } from './sim-node.ts';

/**
 * Who votes, or votes again, before the deadline of a member must be heard by it: it closes later, or because all
 * have voted, on a withdraw, or because its operator says so (CLOSING: Entries 4).
 */
export class EarlyCloses {
  /** node -> ballot -> its close, and until when it should have waited. */
  readonly #closes = new Map<string, Map<string, { readonly close: GraphNode; readonly dueAtMs: number }>>();

  wrote(node: SimNode, close: GraphNode): void {
    const { book, graph, home } = node;
    const ballot = close.entry.kind === 'close' ? book.ballot(String(close.entry.body.ballot)) : undefined;
    const storedAtMs = ballot && home.storedAtMs.get(ballot.open.hash);
    if (!ballot || storedAtMs === undefined || node.closesByHand) return;
    const { hash } = ballot.open;
    const { deadlineMs, graceMs } = ballot.body.rules;
    const dueAtMs = storedAtMs + deadlineMs + graceMs;
    const known = (other: GraphNode): boolean => graph.inPast(other, close);
    const voters = new Set(
      book
        .votes(hash)
        .filter(known)
        .map((vote) => vote.entry.author),
    );
    const { members } = documentElectorate(book, ballot);
    const haveAllVoted = members.every(({ scid }) => voters.has(scid) || scid === awaitedByNobody(ballot));
    if (node.steadyMs() >= dueAtMs || haveAllVoted || book.withdraws(hash).some(known)) return;
    const closes = this.#closes.get(node.id) ?? new Map();
    this.#closes.set(node.id, closes.set(hash, { close, dueAtMs }));
  }

  applied(node: SimNode, nodes: readonly GraphNode[]): void {
    const closes = this.#closes.get(node.id);
    if (!closes) return;
    for (const vote of nodes) {
      const { kind, body } = vote.entry;
      const early = kind === 'vote' ? closes.get(String(body.ballot)) : undefined;
      const ballot = early && node.book.ballot(String(body.ballot));
      if (ballot && awaitedByNobody(ballot) === vote.entry.author) continue;
      if (!early || node.steadyMs() >= early.dueAtMs || !node.book.verdict(vote).valid) continue;
      const leftMs = Math.round(early.dueAtMs - node.steadyMs());
      throw new Broken('heard', `${node.id} had closed when a vote came, ${leftMs} ms before its deadline`);
    }
  }
}

/** Whoever comes with its recovery words: its machine may be gone. */
function awaitedByNobody({ body: { change } }: Ballot): string | null {
  return change?.type === 'rekey' && change.versions.length === 2 ? change.scid : null;
}
