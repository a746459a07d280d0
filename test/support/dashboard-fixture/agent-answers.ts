/** What the fixture's node answers about its agent: with the agent's own equations, over sample data. */
import type { CallParsed } from '#shared/contract/contract.ts';
import { ACTIONS, type Episode } from '#shared/contract/domain/agent.ts';
import type { AgentState } from '#shared/contract/domain/agent-state.ts';
import { CycleRecord } from '#shared/contract/domain/cycle.ts';
import { LIFE_STIMULI } from '#shared/contract/domain/life-stimuli.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { nearest } from '../../../electron/node/agent/similar-episodes.ts';
import { tryPolicy } from '../../../electron/node/agent/try-policy.ts';
import { goThrough } from '../../../electron/node/cognition/cycle.ts';
import type { FixtureNode, Handlers } from './fixture-node.ts';
import { OWN_DIGEST } from './street.ts';
import { streetOutcomes } from './street-agent.ts';

const DAY_MS = 86_400_000;

export function agentAnswers(node: FixtureNode): Handlers {
  const is = (changed: Partial<AgentState>): AgentState => {
    const agent = { ...node.slices.agent, ...changed };
    node.push({ agent });
    return agent;
  };
  const run = (changed: Partial<NonNullable<AgentState['run']>>): null => {
    const { run: going } = node.slices.agent;
    if (!going) throw new GhostStackError('conflict', says('error.agent.noRun'));
    is({ run: { ...going, ...changed } });
    return null;
  };
  const recordOf = (which: CallParsed<'agent.why'>): CycleRecord => {
    const { recent, suggestion, policy } = node.slices.agent;
    const number = 'cycle' in which ? which.cycle : (suggestion?.cycle ?? recent.at(-1)?.cycle ?? 0);
    const episode = recent.find(({ cycle }) => cycle === number);
    if (!episode || ('subject' in which && which.subject !== OWN_DIGEST))
      throw new GhostStackError('not-found', says('error.agent.noSuchCycle'));
    const before = recent.find(({ cycle }) => cycle === number - 1) ?? episode;
    const { valence, arousal, dopamine } = before;
    return goThrough({
      v: 1,
      salt: 'AAAAAAAAAAAAAAAAAAAAAA',
      cycle: number,
      atMs: episode.atMs,
      minute: minuteOf(episode.atMs),
      before: { valence, arousal, dopamine, predictedReward: episode.expected ?? 0.5 },
      stimulus: episode.stimulus,
      label: episode.label,
      lived: episode.lived && 'subject' in episode.lived ? episode.lived : null,
      policy,
      draw: 0.6180339887,
    });
  };
  return {
    'agent.cycle': (input) => cycle(node, input, is),
    'agent.startRun': ({ stimuli, times, perSecond }) => {
      is({ run: { done: 0, total: stimuli.length * times, perSecond, paused: false } });
      return null;
    },
    'agent.pauseRun': ({ paused }) => run({ paused }),
    'agent.stepRun': () => run({ paused: true, done: (node.slices.agent.run?.done ?? 0) + 1 }),
    'agent.resetRun': () => run({ paused: true, done: 0 }),
    'agent.stopRun': () => {
      is({ run: null });
      return null;
    },
    'agent.brake': ({ braked }) => is({ braked, ...(braked ? { suggestion: null, run: null } : {}) }),
    'agent.setPolicy': ({ policy }) => is({ policy }),
    'agent.setBudget': ({ budget }) => is({ budget }),
    'agent.setMapping': ({ mapping }) => is({ mapping: mapping ?? { ...LIFE_STIMULI } }),
    'agent.setAutonomy': ({ autonomy }) => is({ autonomy }),
    'agent.episodes': ({ before, limit }) => {
      const { agent } = node.slices;
      const newest = before === null ? agent.cycle : before - 1;
      const oldest = Math.max(1, newest - limit + 1);
      const episodes: Episode[] = [];
      for (let number = newest; number >= oldest; number -= 1) {
        const sample = agent.recent.find((one) => one.cycle === number) ?? agent.recent[number % 24];
        if (sample)
          episodes.push({ ...sample, cycle: number, atMs: sample.atMs - (newest - number) * 60_000 });
      }
      return { episodes, more: oldest > 1 };
    },
    'agent.recall': ({ fromMs = 0, toMs = Number.MAX_SAFE_INTEGER, lived, like, limit }) => {
      const { recent } = node.slices.agent;
      const fits = recent.filter(
        ({ atMs, lived: was }) =>
          atMs >= fromMs && atMs <= toMs && (lived === undefined || lived.some((kind) => kind === was?.kind)),
      );
      const to = recent.find(({ cycle: number }) => number === like);
      if (like !== undefined && !to) throw new GhostStackError('not-found', says('error.agent.noSuchCycle'));
      const found = to
        ? nearest(to, fits, limit)
        : fits.toReversed().map((episode) => ({ episode, distance: null }));
      return { found: found.slice(0, limit), total: found.length };
    },
    'agent.tryPolicy': ({ policy, days }) =>
      tryPolicy(
        policy,
        node.slices.agent.recent.filter(({ atMs }) => atMs >= Date.now() - days * DAY_MS),
        { draw: (number) => (number * 0.618) % 1, minuteOf },
      ),
    'agent.why': (which) => {
      const record = recordOf(which);
      const { recent } = node.slices.agent;
      const episode = recent.find(({ cycle: number }) => number === record.cycle);
      const [outcome] = streetOutcomes(Date.now());
      return {
        cycle: record,
        digest: OWN_DIGEST,
        nearest: episode ? nearest(episode, recent, 3) : [],
        act:
          'subject' in which
            ? {
                subject: 'act-0',
                kind: 'message',
                digest: OWN_DIGEST,
                alone: false,
                atMs: record.atMs + 90_000,
                recipients: [],
              }
            : null,
        outcomes: 'subject' in which && outcome ? [outcome] : [],
      };
    },
    'agent.exportCycle': (which) => ({
      json: JSON.stringify({ format: 'ghoststack-cycle', digest: OWN_DIGEST, cycle: recordOf(which) }),
    }),
    'agent.checkCycle': ({ json, digest }) => {
      const file = JSON.parse(json) as { digest: string; cycle: unknown };
      const said = CycleRecord.parse(file.cycle);
      const right = goThrough(said);
      const fault =
        said.action !== right.action || said.reward !== right.reward
          ? says('error.agent.cycleWrong', {
              field: 'reward',
              said: String(said.reward),
              right: String(right.reward),
            })
          : digest !== null && digest !== file.digest
            ? says('error.agent.cycleOfAnother', { said: digest, right: file.digest })
            : null;
      return { fault, cycle: said, digest: file.digest };
    },
    'agent.exportState': () => ({ json: '{"cycle":214}' }),
    'agent.importState': () => node.slices.agent,
    'agent.dismissSuggestion': () => {
      is({ suggestion: null });
      return null;
    },
  };
}

function minuteOf(atMs: number): number {
  const at = new Date(atMs);
  return at.getHours() * 60 + at.getMinutes();
}

function cycle(
  node: FixtureNode,
  input: CallParsed<'agent.cycle'>,
  is: (changed: Partial<AgentState>) => AgentState,
): Episode {
  const { agent } = node.slices;
  const episode: Episode = {
    cycle: agent.cycle + 1,
    atMs: Date.now(),
    stimulus: input,
    label: null,
    lived: null,
    valence: 0.9 * agent.valence + 0.1 * (0.5 + 0.3 * input.novelty),
    arousal: 0.9 * agent.arousal + 0.1 * input.intensity,
    dopamine: Math.min(1, agent.dopamine + 0.01),
    reward: 0.6,
    expected: agent.predictedReward,
    action: ACTIONS[agent.cycle % ACTIONS.length] ?? 'wait',
    probabilities: { explore: 0.27, wait: 0.19, signal: 0.38, conserve: 0.16 },
  };
  const { valence, arousal, dopamine } = episode;
  is({
    cycle: episode.cycle,
    episodeCount: agent.episodeCount + 1,
    valence,
    arousal,
    dopamine,
    recent: [...agent.recent, episode].slice(-24),
  });
  return episode;
}
