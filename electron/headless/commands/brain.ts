import type { Episode } from '#shared/contract/domain/agent.ts';
import { STIMULUS_TYPE_MAX } from '#shared/protocol/limits.ts';
import { withNode, withReader } from '../ask-node.ts';
import { type Command, parseCommand, print, requiredHome } from '../command.ts';
import { UsageError } from '../usage-error.ts';

export const stimulus: Command = {
  name: 'stimulus',
  summary: 'Gives the agent a stimulus by hand, and shows what it does.',
  usage: 'stimulus --home DIR --intensity X --novelty Y TYPE',
  async run(args, output) {
    const { values, positionals } = parseCommand(
      args,
      { home: { type: 'string' }, intensity: { type: 'string' }, novelty: { type: 'string' } },
      { min: 1, max: 1 },
    );
    const type = (positionals[0] ?? '').trim();
    if (type === '' || type.length > STIMULUS_TYPE_MAX)
      throw new UsageError(`The type of a stimulus has 1 to ${STIMULUS_TYPE_MAX} characters.`);
    const intensity = unit(values.intensity, '--intensity');
    const novelty = unit(values.novelty, '--novelty');
    return withNode(requiredHome(values.home), { unlock: false }, async (client) => {
      const episode = await client.ask('agent.cycle', { type, intensity, novelty });
      print(output, episode, [
        `Cycle ${episode.cycle}: ${type}, intensity ${intensity}, novelty ${novelty}`,
        `${moodOf(episode)}, reward ${episode.reward.toFixed(3)}`,
        `It chose to ${episode.action}.`,
      ]);
      return 0;
    });
  },
};

export const brain: Command = {
  name: 'brain',
  summary: 'Shows the agent: its mood, and what it lived through.',
  usage: 'brain --home DIR',
  async run(args, output) {
    const { values } = parseCommand(args, { home: { type: 'string' } }, { min: 0, max: 0 });
    return withReader(requiredHome(values.home), async (client) => {
      const { agent } = await client.ask('state.snapshot', {});
      const last = agent.recent.at(-1) ?? null;
      const { autonomy, cycle, valence, arousal, dopamine, predictedReward, episodeCount } = agent;
      print(
        output,
        {
          cycle,
          valence,
          arousal,
          dopamine,
          predictedReward,
          episodes: episodeCount,
          autonomy,
          lastAction: last?.action ?? null,
          suggestion: agent.suggestion,
        },
        [
          `${moodOf(agent)} after ${cycle} cycles`,
          ...(last ? [`Last it chose to ${last.action}.`] : []),
          `It may ${autonomy}.`,
        ],
      );
      return 0;
    });
  },
};

function unit(text: string | undefined, option: string): number {
  if (text === undefined || text.trim() === '') throw new UsageError(`${option} is missing.`);
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) throw new UsageError(`${option} takes 0 to 1, not ${text}.`);
  return value;
}

function moodOf({ valence, arousal, dopamine }: Pick<Episode, 'valence' | 'arousal' | 'dopamine'>): string {
  return `Valence ${valence.toFixed(3)}, arousal ${arousal.toFixed(3)}, dopamine ${dopamine.toFixed(3)}`;
}
