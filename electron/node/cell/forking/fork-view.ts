import type { Carried, ForkProposal } from '#shared/contract/domain/fork.ts';
import { pastOf } from '#shared/protocol/closing/ballot.ts';
import { CellRules, FoundBody } from '#shared/protocol/closing/bodies.ts';
import { isMember } from '#shared/protocol/closing/epoch.ts';
import type { Fork } from '#shared/protocol/closing/fork-body.ts';
import { tally } from '#shared/protocol/closing/tally.ts';
import { awaitedOf, changedSince } from '#shared/protocol/forks/branch-standing.ts';
import { carriedBalance } from '#shared/protocol/forks/carried.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { dayOf } from '#shared/protocol/log/feed-bounds.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell-node.ts';
import { draftLabel } from '../draft-label.ts';
import { nameOf } from '../trust/trust-view.ts';
import type { BranchHere } from './branch-home.ts';
import { branchNamed } from './held-cell.ts';
import { hasLeft } from './told-leavers.ts';

/** What goes along into a branch, beside what its members have in the parent now. */
export function carriedView(parent: CellNode, fork: Fork): Carried {
  const { book, graph } = parent.log;
  const epoch = parent.requireEpoch();
  const now = pastOf(graph, headsOf(parent));
  return {
    members: fork.members.map(({ scid, alias, balance }) => ({
      scid,
      name: alias,
      me: scid === parent.self.scid,
      balance,
      balanceHere: carriedBalance(book, scid, now, epoch),
    })),
    trust: fork.trust.map(([from, to, thousandths]) => ({
      from: fork.members[from]?.scid ?? '',
      to: fork.members[to]?.scid ?? '',
      thousandths,
    })),
    number: fork.number,
    follows: Object.entries(fork.slots).map(([slot, key]) => ({ slot, key, ...decidedAs(parent, key) })),
  };
}

/** What a certificate is about, by its key: the label of its proposal, and what it came to. */
export function decidedAs(cell: CellNode, key: string): { readonly label: string; readonly outcome: string } {
  const { book } = cell.log;
  const [hash = '', closes = ''] = key.split(':');
  const ballot = book.ballot(hash);
  const draft = ballot && book.draft(ballot.body.proposal);
  const epoch = cell.requireEpoch();
  const label = draft ? draftLabel(book, draft, (scid) => nameOf({ log: cell.log, epoch }, scid)) : '';
  if (!ballot) return { label, outcome: '' };
  return { label, outcome: tally(book, { ballot: hash, closes: closes.split(',') }).outcome };
}

export interface ForkNews {
  /** Whether somebody listed has told what it holds of that cell since this node began. */
  readonly isHeard: (cell: string) => boolean;
  /** What keeps this home from entering anything. */
  readonly barred: Saying | null;
  readonly isLive: (cell: string) => boolean;
  readonly nowMs: number;
}

/** A branch that was proposed, as people are shown it. */
export function forkProposal(here: BranchHere, news: ForkNews): ForkProposal {
  const { parent, branch, standing } = here;
  const { fork, node, cell } = branch;
  const epoch = parent.requireEpoch();
  const named = (scid: string): string =>
    fork.members.find((member) => member.scid === scid)?.alias ?? nameOf({ log: parent.log, epoch }, scid);
  const { founder, entered, over } = standing;
  const state = stateOf(here, news);
  const days = fork.day - dayOf(news.nowMs);
  return {
    ...branchNamed(parent.log.book, cell),
    parent: { cell: parent.id, name: epoch.name },
    founder: { scid: founder, name: named(founder), me: founder === parent.self.scid },
    atMs: node.entry.at,
    state,
    over: over && { why: over.why, by: named(over.by) },
    entered: entered.map(named),
    awaited: awaitedOf(standing).map(named),
    carried: carriedView(parent, fork),
    rules: otherRules(parent, node),
    behind: behind(parent, node),
    forked: fork.members
      .filter(({ scid }) => parent.log.graph.isForked(scid, epoch.logs.get(scid)?.didLog.length ?? 0))
      .map(({ alias }) => alias),
    removed: fork.members
      .filter(({ scid }) => epoch.ended.has(scid) && !isMember(epoch, scid))
      .filter(({ scid }) => !hasLeft(parent.log.book, epoch, scid))
      .map(({ alias }) => alias),
    daysAhead: Math.abs(days) > 1 ? days : null,
    waitsFor: state === 'asked' ? whyNotYet(here, news) : null,
  };
}

/** Why a branch cannot be entered now, or null. */
export function whyNotYet({ parent, branch, own, standing }: BranchHere, news: ForkNews): Saying | null {
  const changed = changedSince(parent.log.book, branch);
  const nameIn = (scid: string): string =>
    branch.fork.members.find((member) => member.scid === scid)?.alias ?? scid.slice(0, 8);
  const founder = nameIn(standing.founder);
  if (changed.length > 0)
    return says('error.forks.keyChanged', {
      names: { names: changed.map(nameIn) },
      n: changed.length,
      founder,
    });
  if (news.barred) return news.barred;
  if (!own?.epoch()) return says('error.forks.noRoom');
  return news.isHeard(branch.cell)
    ? null
    : says('error.forks.notHeard', { name: branchNamed(parent.log.book, branch.cell).name });
}

function stateOf(here: BranchHere, { isLive }: ForkNews): ForkProposal['state'] {
  const { standing, hasEntered, hasDeclined, isCrossed, branch, hasLeft } = here;
  if (standing.isAlive && (isLive(branch.cell) || hasLeft)) return 'alive';
  if (standing.isAlive && hasEntered) return hasDeclined || isCrossed ? 'crossed' : 'alive';
  if (hasDeclined) return 'declined';
  if (standing.over) return 'over';
  return hasEntered ? 'entered' : 'asked';
}

function otherRules(parent: CellNode, { entry }: GraphNode): ForkProposal['rules'] {
  const found = entry.body.found as { readonly entry?: { readonly body?: unknown } };
  const there = FoundBody.safeParse(found.entry?.body).data?.rules;
  const here = parent.requireEpoch().rules;
  if (!there) return [];
  const names = Object.keys(CellRules.shape) as (keyof CellRules)[];
  return names
    .map((rule) => ({
      rule,
      here: JSON.stringify(here[rule]) ?? '',
      there: JSON.stringify(there[rule]) ?? '',
    }))
    .filter((one) => one.here !== one.there);
}

/** Receipts of the parent that are not in the past of the branch. */
function behind({ log, self }: CellNode, branch: GraphNode): ForkProposal['behind'] {
  let [receipts, mine] = [0, 0];
  for (const author of log.graph.authors()) {
    const seen = new Set<string>();
    for (const head of log.graph.heads(author)) {
      for (let node: GraphNode | null = head; node && !log.graph.inPast(node, branch); node = node.prev) {
        if (node.hash !== branch.hash) seen.add(node.hash);
      }
    }
    receipts += seen.size;
    if (author === self.scid) mine += seen.size;
  }
  return { receipts, mine };
}

function headsOf({ log: { graph } }: CellNode): GraphNode[] {
  return graph.authors().flatMap((author) => graph.heads(author));
}
