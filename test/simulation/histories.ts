/** What the certificates of a cell have known of its members, one epoch after another, and what must follow from it. */
import { everything } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { isAfterEnd } from '#shared/protocol/closing/ended.ts';
import { baseOf, versionOf } from '#shared/protocol/closing/epoch.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { membershipSlot } from '#shared/protocol/closing/slot.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { ballotsOf, epochNow } from './at-hand.ts';
import { Broken } from './broken.ts';
import { documentElectorate, isOneOf } from './oracle.ts';
import { SCIDS } from './people.ts';
import type { Scenario } from './scenario.ts';
import type { SimNode } from './sim-node.ts';
import { goesOnFrom, type Witness } from './witness.ts';

type Tips = ReadonlyMap<string, readonly GraphNode[]>;

/** Of attempts at a removal that all others support, so many may be superseded: votes that come late do not count. */
const SUPERSEDED_MOST = 1;

export function checkHistory(node: SimNode, witness: Witness): void {
  checkRemovals(node);
  const pasts = certifiedPasts(node, witness);
  if (!pasts) return;
  checkLives(node, pasts);
  checkKeyLives(node);
  checkTold(node, pasts);
}

/**
 * By the closes of the certificate that ended each epoch; null where there are two of one. Where as many equivocate
 * as can certify by themselves, confirms may lie on branches that nobody else goes on from: such an epoch is no past.
 */
function certifiedPasts(node: SimNode, witness: Witness): Tips[] | null {
  const { book, graph } = node;
  const pasts: Tips[] = [];
  for (let epoch = 0; ; epoch += 1) {
    const [certificate, conflicting] = certificates(book, everything, membershipSlot(epoch));
    if (conflicting) return null;
    if (!certificate) return pasts;
    const ballot = book.ballot(certificate.closure.ballot);
    if (!certificates(book, (other) => node.isAhead(other), certificate.slot).length) {
      if (ballot && witness.mayFork(documentElectorate(book, ballot))) return pasts;
    }
    pasts.push(graph.mergeTips(certificate.closure.closes.flatMap((hash) => graph.get(hash) ?? [])));
  }
}

/** The first certificate that knows a later generation says for good where the one before it ended. */
function checkLives(node: SimNode, pasts: readonly Tips[]): void {
  const { graph } = node;
  const epoch = epochNow(node);
  for (const written of graph.nodes()) {
    const { author, gen, seq, kind } = written.entry;
    const { version } = written;
    if (!['draft', 'open', 'endorse', 'transfer'].includes(kind)) continue;
    const first = pasts.find((past) =>
      past.get(author)?.some((tip) => tip.version === version && tip.entry.gen > gen),
    );
    if (!first || graph.covers(first, written) || isAfterEnd(graph, epoch, written, everything)) continue;
    if (graph.heads(author).some((end) => goesOnFrom(written, end))) continue;
    throw new Broken('ended', `a ${kind} at ${gen}/${seq} counts, of a home whose end was certified`);
  }
}

/**
 * A change of a key ends what was written under the one before: of that counts what its certificate knew, and what its
 * member went on from itself.
 */
function checkKeyLives(node: SimNode): void {
  const { book, graph } = node;
  const now = epochNow(node);
  const isPast = (other: GraphNode): boolean => node.isAhead(other);
  for (const { open, body, electorate, slot } of book.ballots()) {
    const { change } = body;
    if (change?.type !== 'rekey' || ballotState(book, open.hash, isPast).state !== 'passed') continue;
    const { scid, versions } = change;
    const version =
      (electorate.members.find((one) => one.scid === scid)?.didLog.length ?? 0) + versions.length;
    if (now.logs.get(scid)?.didLog[version - 1]?.versionId !== versions.at(-1)?.versionId) continue;
    const closes = certificates(book, isPast, slot)[0]?.closure.closes ?? [];
    const known = graph.mergeTips(closes.flatMap((hash) => graph.get(hash) ?? []));
    const later = graph.heads(scid).filter((end) => end.version >= version);
    for (const written of graph.nodes()) {
      const { author, kind, gen, seq } = written.entry;
      if (author !== scid || written.version >= version || graph.covers(known, written)) continue;
      if (!['draft', 'open', 'endorse', 'transfer'].includes(kind)) continue;
      if (later.some((end) => graph.onBranch(written, end))) continue;
      if (!isAfterEnd(graph, now, written, everything))
        throw new Broken('ended', `a ${kind} at ${gen}/${seq} counts, under a key that was changed`);
    }
  }
}

/** Nothing is taken back that was known when a removal was opened. */
function checkRemovals({ book, graph }: SimNode): void {
  for (const { open, body } of book.ballots()) {
    const { change } = body;
    if (change?.type !== 'remove' || ballotState(book, open.hash).state !== 'passed') continue;
    const known = open.tips.get(change.scid)?.map((tip) => (tip === open ? (open.prev ?? tip) : tip)) ?? [];
    if (known.length > 0 && !known.some(({ hash }) => hash === change.end)) {
      const end = graph.get(change.end)?.entry;
      throw new Broken('kept', `a removal ends a feed at ${end?.gen}/${end?.seq}, which had gone on`);
    }
  }
}

/** Branches that nobody cites, those that each author's own branch brings in, and what waits of made-up authors. */
export function checkBounds({ id, graph }: SimNode, { events }: Scenario): void {
  const authors = graph.authors();
  for (const author of authors) {
    const ends = graph.heads(author).length;
    // Of each key of an author; a later version of it is another author in this.
    const keys = new Set(graph.heads(author).map(({ entry }) => entry.key)).size;
    if (ends > 8 * keys + 4 * (authors.length + keys - 2))
      throw new Broken('bounded', `${id} keeps ${ends} branches of ${author.slice(0, 8)}`);
  }
  const floods = new Set(events.flatMap((event) => (event.do === 'flood' ? [event.who] : [])));
  const unknown = [...graph.waiting()].filter(({ entry }) => !SCIDS.has(entry.author)).length;
  if (unknown > 50 * floods.size) throw new Broken('bounded', `${unknown} entries of nobody wait at ${id}`);
}

/** Where nothing else goes wrong, a removal that all others support is decided soon. */
export function checkRemovable(node: SimNode, { kind, others, events }: Scenario): void {
  if (kind !== 'unremovable' || others.length > 0) return;
  for (const event of events) {
    if (event.do !== 'follow') continue;
    const attempts = Math.max(0, ...ballotsOf(node, event.key).map(({ body }) => body.attempt));
    if (attempts > 1 + SUPERSEDED_MOST)
      throw new Broken('removable', `${event.key} needed ${attempts} attempts`);
  }
}

/** Who goes on from a backup takes part in what concerns members again once a certificate knows of it. */
function checkTold(node: SimNode, pasts: readonly Tips[]): void {
  const { head, author, book, graph } = node;
  const epoch = epochNow(node);
  if (!node.isGuarded || node.isBarred || !head || head.entry.gen === 0) return;
  if (epoch.members.length < 3 || !isOneOf(epoch, author) || head.entry.gen <= baseOf(epoch, author)) return;
  if (head.version < versionOf(epoch, author)) return;
  const isTold = pasts.some((past) => past.get(author)?.some((tip) => tip.entry.gen >= head.entry.gen));
  const isBusy = book
    .ballotsIn(membershipSlot(epoch.number))
    .some(({ open }) => !isAfterEnd(graph, epoch, open, everything));
  if (!isTold && !isBusy) throw new Broken('told', `of generation ${head.entry.gen} of ${node.id}`);
}
