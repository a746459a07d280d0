import type { Episode, Suggestion } from '#shared/contract/domain/agent.ts';
import { STIMULUS_TYPE_MAX } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { decimal, plainNumber } from '#shared/words/format/decimal.ts';
import { speaking } from '#shared/words/language.ts';
import { noticedInWords } from '#shared/words/reasons/stimulus-words.ts';
import { t } from '#shared/words/translate.ts';
import { withNode, withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { ANY_WORD } from '../option-table.ts';
import { UsageError } from '../usage-error.ts';

export const stimulus = command({
  name: 'stimulus',
  notes: ['terminal.stimulus.note'],
  options: ['intensity', 'novelty'],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    const type = (positionals[0] ?? '').trim();
    if (type === '' || type.length > STIMULUS_TYPE_MAX)
      throw new UsageError(says('error.headless.stimulusType', { max: STIMULUS_TYPE_MAX }));
    const intensity = unit(values.intensity, '--intensity');
    const novelty = unit(values.novelty, '--novelty');
    return withNode(requiredHome(values.home), { unlock: false }, async (client) => {
      const episode = await client.ask('agent.cycle', { type, intensity, novelty });
      print(output, episode, [
        t('terminal.stimulus.cycle', {
          cycle: episode.cycle,
          type,
          intensity: plainNumber(intensity),
          novelty: plainNumber(novelty),
        }),
        t('terminal.stimulus.mood', { mood: moodOf(episode), reward: decimal(episode.reward, 3) }),
        t('terminal.stimulus.action', { action: episode.action }),
      ]);
      return 0;
    });
  },
});

export const brain = command({
  name: 'brain',
  options: [],
  words: [],
  async run({ values }, output) {
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
          suggestion: agent.suggestion && suggestionShown(agent.suggestion),
        },
        [
          t('terminal.brain.mood', { mood: moodOf(agent), n: cycle }),
          ...(last ? [t('terminal.brain.action', { action: last.action })] : []),
          t('terminal.brain.autonomy', { autonomy }),
        ],
      );
      return 0;
    });
  },
});

/** For programs: in English, whatever the operator reads. */
function suggestionShown({ noticed, ...suggestion }: Suggestion): object {
  return { ...suggestion, cause: speaking('en', () => noticedInWords(noticed)) };
}

function unit(text: string | undefined, option: string): number {
  if (text === undefined || text.trim() === '') {
    throw new UsageError(says('error.headless.optionMissing', { option }));
  }
  const value = Number(text);
  if (!(value >= 0 && value <= 1))
    throw new UsageError(says('error.headless.optionNeedsShare', { option, text }));
  return value;
}

function moodOf({ valence, arousal, dopamine }: Pick<Episode, 'valence' | 'arousal' | 'dopamine'>): string {
  return t('terminal.agent.mood', {
    valence: decimal(valence, 3),
    arousal: decimal(arousal, 3),
    dopamine: decimal(dopamine, 3),
  });
}
