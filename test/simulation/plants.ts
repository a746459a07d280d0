/**
 * Ten bugs, each planted by putting another function in the place of one of the product's. Nothing of this is known
 * to the product: the test runner swaps modules.
 */
import type { Attestation, Ballot, Ballots, Closure, Past } from '#shared/protocol/closing/ballot.ts';
import type { SignBody } from '#shared/protocol/closing/bodies.ts';
import type { Certificate } from '#shared/protocol/closing/certificate.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import type { Knowledge } from '#shared/protocol/closing/known.ts';
import type { Plan } from '#shared/protocol/closing/next-step.ts';
import type { BallotState } from '#shared/protocol/closing/proposal-state.ts';
import type { RoundTimer } from '#shared/protocol/closing/round-timer.ts';
import { isMembershipSlot } from '#shared/protocol/closing/slot.ts';
import type { EntryGraph, GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { Tips } from '#shared/protocol/log/exchange.ts';
import type { Switches } from './world.ts';

/** What a module exports, as far as a plant needs it. */
// biome-ignore lint/suspicious/noExplicitAny: the swapped modules have nothing in common.
type Original = any;

export interface Plant {
  readonly name: string;
  /** Module, relative to the project -> what it exports instead. */
  readonly modules: Readonly<Record<string, (original: Original, others: Others) => object>>;
  readonly switches?: Partial<Switches>;
  /** Templates in which it shows soonest. */
  readonly kinds?: readonly string[];
  /** Of all templates; the short run has 500. */
  readonly withinRuns?: number;
}

/** Unchanged modules that a replacement may call. */
export interface Others {
  readonly certificate: typeof import('#shared/protocol/closing/certificate.ts');
  readonly tally: typeof import('#shared/protocol/closing/tally.ts');
  readonly epoch: typeof import('#shared/protocol/closing/epoch.ts');
  readonly ballot: typeof import('#shared/protocol/closing/ballot.ts');
  readonly graph: typeof import('#shared/protocol/log/entry-graph.ts');
}

export const PLANTS: readonly Plant[] = [
  {
    name: 'q is one too small',
    modules: {
      'shared/protocol/closing/epoch.ts': (original) => ({
        quorumSizes: (epoch: Epoch) => {
          const sizes = original.quorumSizes(epoch);
          return { ...sizes, q: Math.max(1, sizes.q - 1) };
        },
      }),
    },
  },
  {
    name: 'a lock is ignored',
    kinds: ['locks'],
    modules: { 'shared/protocol/closing/own.ts': () => ({ isFreeToSign: () => true }) },
  },
  {
    name: 'an entry is sent before it is stored',
    modules: {},
    switches: { sendsFirst: true },
  },
  {
    name: 'sets of one size are equal',
    modules: {
      'shared/protocol/closing/ballot.ts': () => ({
        closureKey: ({ ballot, closes }: Closure) => `${ballot}:${closes.length}`,
      }),
    },
  },
  {
    name: 'heads are compared by number',
    modules: {
      'shared/protocol/log/exchange.ts': () => ({ tipsOf: numbersOf, missingNodes: missingByNumber }),
      // Numbers say nothing of whose feed is whole either.
      'electron/node/cell/own-feed/own-feed-guard.ts': (original) => ({
        OwnFeedGuard: class extends original.OwnFeedGuard {
          peerHolds(): void {}
        },
      }),
    },
  },
  {
    name: 'a ballot expires by the clock',
    modules: {
      'shared/protocol/closing/proposal-state.ts': (original) => ({
        ballotState: (ballots: Ballots, hash: string, within: Past) =>
          expireByClock(ballots, hash, within ?? (() => true), original.ballotState(ballots, hash, within)),
      }),
    },
  },
  {
    name: 'a withdraw comes before votes',
    kinds: ['withdrawn'],
    modules: {
      'shared/protocol/closing/proposal-state.ts': (original) => ({
        ballotState: (ballots: Ballots, hash: string, within: Past) => {
          const state = original.ballotState(ballots, hash, within);
          return ballots.withdraws(hash).some(within ?? (() => true))
            ? { ...state, state: 'withdrawn' }
            : state;
        },
      }),
    },
  },
  {
    name: 'votes are ordered by the clock',
    modules: {
      'shared/protocol/closing/tally.ts': (original, { ballot }) => ({
        tally: (ballots: Ballots, closure: Closure) =>
          original.tally(latestByClock(ballots, ballot.closureOf(ballots, closure)), closure),
      }),
    },
  },
  {
    name: 'a quarantined member is taken from n',
    kinds: ['split brain', 'cuts', 'twins'],
    modules: {
      'shared/protocol/closing/certificate.ts': (_, others) => ({
        signBackings: (ballots: Ballots, past: Past, slot: string) =>
          backedWithout(ballots, ballots.signs(slot), past, others),
        hasSignQuorum: (ballots: Ballots, past: Past, slot: string, round: number, closure: SignBody) =>
          backedWithout(ballots, ballots.signs(slot), past, others).some(
            (backing) => backing.round === round && backing.key === others.ballot.closureKey(closure),
          ),
        certificates: (ballots: Ballots, past: Past, slot: string): Certificate[] => {
          const backed = backedWithout(ballots, ballots.confirms(slot), past, others);
          const found = new Map(backed.reverse().map((backing) => [backing.key, { slot, ...backing }]));
          return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, certificate]) => certificate);
        },
      }),
    },
  },
  {
    name: 'membership is decided outside of a slot',
    kinds: ['six'],
    modules: {
      'shared/protocol/closing/slot.ts': () => ({
        slotOf: (body: { proposal: string; attempt: number }) => `${body.proposal}/${body.attempt}`,
      }),
      'shared/protocol/closing/advance.ts': (_, others) => ({
        advanceEpoch: (ballots: Ballots, from: Epoch, past: Past) =>
          advanceByAny(ballots, from, past, others),
      }),
    },
  },
  {
    name: 'members close early on the votes they see',
    withinRuns: 500,
    modules: {
      'shared/protocol/closing/next-step.ts': (original) => ({
        planFor: (known: Knowledge, slot: string, timer: RoundTimer | null) =>
          closesEarly(original, known, slot, timer),
      }),
    },
  },
  {
    name: 'f has no bound',
    withinRuns: 500,
    modules: {
      'shared/protocol/closing/epoch.ts': (original) => ({
        quorumSizes: (epoch: Epoch) => {
          const { n, f } = original.quorumSizes(epoch);
          const asked = epoch.rules.f ?? f;
          return { n, f: asked, q: Math.min(n, Math.floor((n + asked) / 2) + 1) };
        },
      }),
    },
  },
  {
    name: 'the electorate is read at the open',
    withinRuns: 500,
    modules: {
      'shared/protocol/state/cell-book.ts': (original) => ({
        CellBook: class extends original.CellBook {
          ballot(hash: string): Ballot | undefined {
            return openedNow(this, super.ballot(hash));
          }

          ballots(): Ballot[] {
            return super.ballots().map((ballot: Ballot) => openedNow(this, ballot));
          }

          ballotsIn(slot: string): Ballot[] {
            return super.ballotsIn(slot).map((ballot: Ballot) => openedNow(this, ballot));
          }

          ballotsOf(proposal: string): Ballot[] {
            return super.ballotsOf(proposal).map((ballot: Ballot) => openedNow(this, ballot));
          }
        },
      }),
    },
  },
  {
    name: 'restored homes keep out of opens, not of drafts',
    withinRuns: 500,
    modules: {
      'shared/protocol/closing/generation.ts': (original) => ({
        generationError: (ballots: Ballots, ballot: Ballot, ...of: unknown[]) =>
          original.generationError(draftedByOpen(ballots), ballot, ...of),
      }),
    },
  },
];

/** Closes as soon as q have voted: nobody waits for the others' votes, or for a change of mind. */
function closesEarly(original: Original, known: Knowledge, slot: string, timer: RoundTimer | null): Plan {
  const plan: Plan = original.planFor(known, slot, timer);
  if (plan.step || isMembershipSlot(slot)) return plan;
  const { book, me, head, tips } = known;
  for (const { open, electorate } of book.ballotsIn(slot)) {
    const voters = book.votes(open.hash).filter((vote) => book.graph.covers(tips, vote));
    const count = new Set(voters.map((vote) => vote.entry.author)).size;
    const isDone = book.closes(open.hash).some((close) => head && book.graph.onBranch(close, head));
    if (isDone || count < Math.floor(electorate.members.length / 2) + 1) continue;
    if (!electorate.members.some(({ scid }) => scid === me)) continue;
    return { ...plan, step: { kind: 'close', body: { ballot: open.hash } } };
  }
  return plan;
}

/** `author -> number of entries`, as if nobody could write two of one number. */
function numbersOf(graph: EntryGraph): Tips {
  return Object.fromEntries(
    graph.authors().map((author) => {
      const depths = graph.heads(author).map((head) => head.depth);
      return [author, [String(Math.max(...depths))]];
    }),
  );
}

function missingByNumber(graph: EntryGraph, tips: Tips): GraphNode[] {
  return [...graph.nodes()]
    .filter((node) => node.depth > Number(tips[node.entry.author]?.[0] ?? -1))
    .sort((a, b) => a.height - b.height);
}

/** Too few votes once somebody's clock is past the deadline: over. */
function expireByClock(ballots: Ballots, hash: string, within: Past, state: BallotState): object {
  if (state.state !== 'voting' && state.state !== 'closing') return state;
  const ballot = ballots.ballot(hash);
  if (!ballot) return state;
  const { deadlineMs, quorum } = ballot.body.rules;
  const latest = Math.max(...[...ballots.graph.nodes()].filter(within).map((node) => node.entry.at));
  const voters = new Set(
    ballots
      .votes(hash)
      .filter(within)
      .map((vote) => vote.entry.author),
  );
  return latest > ballot.open.entry.at + deadlineMs && voters.size < quorum ? { state: 'expired' } : state;
}

/** The ballot, with the members of when it was opened. */
function openedNow<T extends Ballot | undefined>(book: Original, ballot: T): T | Ballot {
  return ballot && { ...ballot, electorate: book.epochOf(ballot.open) };
}

/** The same ballots in a log in which each proposal was drafted when its ballot was opened. */
function draftedByOpen(ballots: Ballots): object {
  const { graph } = ballots;
  const opened = new Map(
    [...graph.nodes()].flatMap((node) => {
      const ballot = ballots.ballot(node.hash);
      return ballot ? [[ballot.body.proposal, node] as const] : [];
    }),
  );
  const late = withInstead(graph, 'get', (hash: string) => opened.get(hash) ?? graph.get(hash));
  return { graph: late, ballot: (hash: string) => ballots.ballot(hash) };
}

/** The same object with another method in place of one. */
export function withInstead<T extends object>(original: T, method: keyof T, other: unknown): T {
  return new Proxy(original, {
    get: (target, name) => {
      if (name === method) return other;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** The same ballots with other votes. */
export function ballotsWith(ballots: Ballots, votes: Ballots['votes']): Ballots {
  return {
    graph: ballots.graph,
    logs: ballots.logs,
    texts: ballots.texts,
    enters: () => ballots.enters(),
    leaving: (epoch, within) => ballots.leaving(epoch, within),
    leaves: (scid) => ballots.leaves(scid),
    stays: (scid) => ballots.stays(scid),
    ballot: (hash) => ballots.ballot(hash),
    ballotsIn: (slot) => ballots.ballotsIn(slot),
    ballotsOf: (proposal) => ballots.ballotsOf(proposal),
    ballotsBy: (proposer) => ballots.ballotsBy(proposer),
    withdraws: (hash) => ballots.withdraws(hash),
    closes: (hash) => ballots.closes(hash),
    signs: (slot) => ballots.signs(slot),
    confirms: (slot) => ballots.confirms(slot),
    proofs: (member) => ballots.proofs(member),
    votes,
  };
}

function latestByClock(ballots: Ballots, within: Past): Ballots {
  return ballotsWith(ballots, (hash) => {
    const latest = new Map<string, GraphNode>();
    for (const vote of ballots.votes(hash).filter(within)) {
      const known = latest.get(vote.entry.author);
      if (!known || vote.entry.at > known.entry.at) latest.set(vote.entry.author, vote);
    }
    return [...latest.values()];
  });
}

interface Backed {
  readonly closure: Closure;
  readonly key: string;
  readonly round: number;
  readonly signers: readonly string[];
}

/** As the original, but with n being the members who are not known to have forked. */
function backedWithout(
  ballots: Ballots,
  attestations: readonly Attestation[],
  past: Past,
  { epoch }: Others,
): Backed[] {
  const groups = new Map<string, { attestation: Attestation; authors: Set<string> }>();
  for (const attestation of attestations.filter(({ node }) => past(node))) {
    const id = `${attestation.body.round}:${attestation.key}`;
    const group = groups.get(id) ?? { attestation, authors: new Set<string>() };
    groups.set(id, group);
    group.authors.add(attestation.node.entry.author);
  }
  return [...groups.values()]
    .flatMap(({ attestation: { body, key }, authors }) => {
      const electorate = ballots.ballot(body.ballot)?.electorate;
      if (!electorate) return [];
      const members = electorate.members.filter(
        ({ scid }) => !ballots.graph.forkedPlaces(scid).some((place) => place.filter(past).length > 1),
      );
      const { q } = epoch.quorumSizes({ ...electorate, members });
      const signers = [...authors].filter((author) => epoch.isMember(electorate, author)).sort();
      const closure = { ballot: body.ballot, closes: body.closes };
      return signers.length < q ? [] : [{ closure, key, round: body.round, signers }];
    })
    .sort((a, b) => a.round - b.round || (a.key < b.key ? -1 : 1));
}

const applied = new WeakMap<Epoch, ReadonlySet<string>>();

/** Every certified change counts, one after another, whatever epoch it was opened in. */
function advanceByAny(ballots: Ballots, from: Epoch, past: Past, others: Others): Epoch {
  let epoch = from;
  const changes = [...ballots.graph.nodes()]
    .map((node) => ballots.ballot(node.hash))
    .filter((ballot) => ballot?.body.change !== undefined && past(ballot.open))
    .sort((a, b) => (a && b ? others.graph.compareCausally(a.open, b.open) : 0));
  for (const ballot of changes) {
    const done = applied.get(epoch) ?? new Set<string>();
    if (!ballot || done.has(ballot.open.hash)) continue;
    const [certificate] = others.certificate.certificates(ballots, past, ballot.slot);
    if (!certificate) continue;
    const passed = others.tally.tally(ballots, certificate.closure).outcome === 'passed';
    const { closes } = certificate.closure;
    const key = others.ballot.closureKey(certificate.closure);
    epoch = others.epoch.nextEpoch(
      epoch,
      { key, closes, ballot: ballot.open.hash },
      passed ? (ballot.body.change ?? null) : null,
      {
        begun: others.epoch.livesBegun(ballots.graph, epoch, closes),
        lastGen: (scid) => others.epoch.lastGenIn(ballots.graph, closes, scid),
        extended: ({ scid, didLog }, versions) => ballots.logs.extended(scid, didLog, versions),
        leaving: () => new Map(),
      },
    );
    applied.set(epoch, new Set([...done, ballot.open.hash]));
  }
  return epoch;
}
