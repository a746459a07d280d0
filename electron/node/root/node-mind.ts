import type { Why } from '#shared/contract/agent-calls.ts';
import type { Episode, LifeKind } from '#shared/contract/domain/agent.ts';
import type { CycleRecord } from '#shared/contract/domain/cycle.ts';
import type { PolicySpec } from '#shared/contract/domain/policy.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import type { AgentService } from '../agent/agent-service.ts';
import { cycleDigest, faultOfCycle, formatCycleFile, parseCycleFile } from '../agent/check-cycle.ts';
import { localMinute } from '../agent/local-minute.ts';
import { nearest } from '../agent/similar-episodes.ts';
import { type TriedPolicy, tryPolicy } from '../agent/try-policy.ts';
import type { BrainStore } from '../cognition/brain-store.ts';

const NEAREST = 3;

/** A cycle by its number, or by the id or digest of what it led to. */
export type WhichCycle = { readonly cycle: number } | { readonly subject: string };

export interface RecallQuery {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly lived?: readonly LifeKind[] | undefined;
  readonly like?: number | undefined;
  readonly limit: number;
}

export interface NodeMindOptions {
  readonly agent: () => AgentService;
  readonly brainStore: BrainStore;
  readonly clock: () => number;
}

/** What is asked about the agent's cycles: why, what like this, what would another policy have done. */
export class NodeMind {
  readonly #options: NodeMindOptions;

  constructor(options: NodeMindOptions) {
    this.#options = options;
  }

  /** Throws `not-found`. */
  why(which: WhichCycle): Why {
    const { acts } = this.#options.agent();
    const cycle = this.#record(which);
    const digest = cycleDigest(cycle);
    const like = nearest(episodeOf(cycle), this.#options.agent().remembered(), NEAREST);
    const act = acts.ofCycle(digest);
    return { cycle, digest, nearest: like, act, outcomes: act ? acts.learnedFrom(act.subject) : [] };
  }

  /** Throws `not-found`. */
  exportCycle(which: WhichCycle): { json: string } {
    return { json: formatCycleFile(this.#record(which)) };
  }

  /** Throws `malformed` or `too-large` for what is no cycle; what is wrong with one is `fault`. */
  checkCycle(
    json: string,
    digest: string | null,
  ): { fault: Saying | null; cycle: CycleRecord; digest: string } {
    const file = parseCycleFile(json);
    return { fault: faultOfCycle(file, digest), cycle: file.cycle, digest: cycleDigest(file.cycle) };
  }

  /** Throws `not-found` where it is to be like a cycle that is not remembered. */
  recall({ fromMs, toMs, lived, like, limit }: RecallQuery) {
    const all = this.#options.agent().remembered();
    const fits = all.filter(
      (episode) =>
        (fromMs === undefined || episode.atMs >= fromMs) &&
        (toMs === undefined || episode.atMs <= toMs) &&
        (lived === undefined || lived.some((kind) => kind === episode.lived?.kind)),
    );
    if (like === undefined) {
      const found = fits.slice(-limit).reverse();
      return { found: found.map((episode) => ({ episode, distance: null })), total: fits.length };
    }
    const to = all.find(({ cycle }) => cycle === like) ?? episodeOf(this.#record({ cycle: like }));
    const found = nearest(to, fits, limit);
    return { found, total: fits.filter(({ cycle }) => cycle !== like).length };
  }

  /** What it would have chosen in the last `days`, in what is remembered of them. */
  tryPolicy(spec: PolicySpec, days: number): TriedPolicy {
    const { agent, brainStore, clock } = this.#options;
    const from = clock() - days * DAY_MS;
    const episodes = agent()
      .remembered()
      .filter(({ atMs }) => atMs >= from);
    return tryPolicy(spec, episodes, {
      // Of an episode from a file no number is kept: the middle one.
      draw: (cycle) => brainStore.record(cycle)?.draw ?? 0.5,
      minuteOf: localMinute,
    });
  }

  #record(which: WhichCycle): CycleRecord {
    const { agent, brainStore } = this.#options;
    const record = 'cycle' in which ? brainStore.record(which.cycle) : agent().acts.record(which.subject);
    if (record === null) throw new GhostStackError('not-found', says('error.agent.noSuchCycle'));
    return record;
  }
}

/** As it is remembered. */
function episodeOf(record: CycleRecord): Episode {
  const { cycle, atMs, stimulus, label, lived, before, after, reward, action, probabilities } = record;
  const { predictedReward: _, ...emotion } = after;
  const { predictedReward: expected } = before;
  return { cycle, atMs, stimulus, label, lived, ...emotion, reward, expected, action, probabilities };
}
