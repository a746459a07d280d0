import { epochAfter } from '../closing/advance.ts';
import { type Ballot, closureKey, closureOf, everything } from '../closing/ballot.ts';
import { DraftBody, ReviseBody } from '../closing/bodies.ts';
import { type Certificate, certificates } from '../closing/certificate.ts';
import { type Epoch, quorumSizes } from '../closing/epoch.ts';
import { foundingEpoch } from '../closing/founding-epoch.ts';
import type { MemberLogs } from '../closing/member-logs.ts';
import { isMembershipSlot, membershipSlot } from '../closing/slot.ts';
import { type Tally, tally } from '../closing/tally.ts';
import { says } from '../saying.ts';
import { Broken } from './broken.ts';
import type { DecisionProof } from './decision-proof.ts';
import { ShownBook } from './shown-book.ts';
import type { ShownGraph, ShownNode } from './shown-graph.ts';
import { ShownNames } from './shown-names.ts';
import { requireWhole } from './whole-past.ts';

type Claim = Pick<DecisionProof, 'cell' | 'ballot' | 'closes' | 'outcome' | 'votes'>;

/** What is shown, with the names that its members had. */
export interface ShownDecision {
  readonly ballot: Ballot;
  readonly certificate: Certificate;
  readonly tally: Tally;
  readonly draft: DraftBody;
  /** As it stood when the vote was opened. */
  readonly title: string;
  readonly names: ShownNames;
  readonly book: ShownBook;
  /** Certificates of members and rules that were followed to the electorate. */
  readonly followed: number;
}

/**
 * What entries show of a decision: their hashes and signatures were checked before.
 * @param graph of the entries, without those that are not causes first
 * @throws {Broken} with what is missing or does not fit
 */
export function shownDecision(graph: ShownGraph, claim: Claim, logs: MemberLogs): ShownDecision {
  const names = new ShownNames(logs);
  const book = new ShownBook(graph, names, logs);
  const epochs = followEpochs(book, names);
  const open = graph.get(claim.ballot);
  if (open?.entry.kind !== 'open') throw new Broken(says('proof.broken.open'));
  // The versions under which what is not about a ballot stands are known by now.
  for (const node of graph.nodes()) node.version = names.version(node.entry);
  const ballot = book.ballot(open.hash) ?? taken(book, open, epochs);
  const certificate = certified(book, names, ballot.slot);
  if (closureKey(certificate.closure) !== closureKey(claim)) throw new Broken(says('proof.broken.certified'));
  const counted = tally(book, certificate.closure);
  requireSame(claim, counted);
  const { draft, title } = draftOf(names, ballot);
  return { ballot, certificate, tally: counted, draft, title, names, book, followed: epochs.length - 1 };
}

/** Every epoch from the founding on, as far as certificates of the membership slot are shown. */
function followEpochs(book: ShownBook, names: ShownNames): Epoch[] {
  const { graph } = book;
  const found = graph.get(graph.cell);
  if (found?.entry.kind !== 'found') throw new Broken(says('proof.broken.founding'));
  let epoch = foundingEpoch(found);
  const epochs = [epoch];
  const opens = graph.nodes().filter(({ entry }) => entry.kind === 'open' && 'change' in entry.body);
  for (;;) {
    names.learn(epoch);
    for (const node of graph.nodes()) node.version = names.version(node.entry);
    const slot = membershipSlot(epoch.number);
    const { number } = epoch;
    const ours = opens.filter(({ entry }) => entry.body.epoch === number);
    for (const open of ours) book.take(open, epoch);
    if (book.confirms(slot).length === 0) return epochs;
    const { closure } = certified(book, names, slot);
    epoch = epochAfter(book, epoch, closure);
    epochs.push(epoch);
  }
}

/** A ballot that is not about members or rules. */
function taken(book: ShownBook, open: ShownNode, epochs: readonly Epoch[]): Ballot {
  const electorate = epochs[Number(open.entry.body.epoch)];
  if (!electorate) throw new Broken(says('proof.broken.epochs', { number: epochs.length }));
  const ballot = book.take(open, electorate);
  if (!ballot || isMembershipSlot(ballot.slot)) throw new Broken(says('proof.broken.open'));
  return ballot;
}

/** The one certificate that is shown of a slot, with all of its past that is about it. */
function certified(book: ShownBook, names: ShownNames, slot: string): Certificate {
  const [certificate, other] = certificates(book, everything, slot);
  if (other) throw new Broken(says('proof.broken.forked'));
  if (!certificate) throw new Broken(says('proof.broken.confirms', confirmed(book, slot)));
  const { closure } = certificate;
  requireWhole(book.graph, names, book.ballot(closure.ballot) as Ballot, closure);
  const within = closureOf(book, closure);
  // Under a later key than those that are shown, it could be a vote.
  const strange = book.unexplained(closure.ballot).find(within);
  if (strange) throw new Broken(says('proof.broken.key', { receipt: names.receipt(strange.entry) }));
  return certificate;
}

function confirmed(book: ShownBook, slot: string): { found: number; needed: number } {
  const confirms = book.confirms(slot);
  const [first] = confirms;
  const electorate = first && book.ballot(first.body.ballot)?.electorate;
  const found = new Set(confirms.map(({ node }) => node.entry.author)).size;
  return { found, needed: electorate ? quorumSizes(electorate).q : 1 };
}

function requireSame({ outcome, votes }: Claim, counted: Tally): void {
  const same =
    counted.outcome === outcome &&
    counted.votes.length === votes.length &&
    counted.votes.every(({ member, vote }, at) => {
      const said = votes[at];
      return said?.member === member && said.vote === (vote.kind === 'counted' ? vote.choice : vote.kind);
    });
  if (!same) throw new Broken(says('proof.broken.count', { said: outcome, counted: counted.outcome }));
}

/** The proposer's own branch from the `open` back to the draft, on which every new version of it stands. */
function draftOf(names: ShownNames, { open, body, proposer }: Ballot): { draft: DraftBody; title: string } {
  let title: string | null = null;
  for (let node = open as ShownNode; ; node = node.prev) {
    if (node.hash === body.proposal && node.entry.kind === 'draft') {
      const draft = DraftBody.safeParse(node.entry.body).data;
      if (!draft || node.entry.author !== proposer) throw new Broken(says('proof.broken.draft'));
      return { draft, title: title ?? draft.title };
    }
    const revised = node.entry.kind === 'revise' ? ReviseBody.safeParse(node.entry.body).data : null;
    if (revised?.proposal === body.proposal) title ??= revised.title;
    const [hash] = node.lacking;
    if (!node.prev) {
      const receipt = names.receipt(node.entry);
      throw new Broken(
        hash ? says('proof.broken.cause', { receipt, hash: hash.slice(0, 12) }) : says('proof.broken.draft'),
      );
    }
  }
}
