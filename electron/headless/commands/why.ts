import type { CallInput } from '#shared/contract/contract.ts';
import { ACTIONS, type Episode, LIFE_KINDS } from '#shared/contract/domain/agent.ts';
import type { CycleRecord } from '#shared/contract/domain/cycle.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { CYCLE_RECORD_MAX_BYTES, DAY_MS } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { dayAndTime } from '#shared/words/format/times.ts';
import { noticedInWords } from '#shared/words/reasons/stimulus-words.ts';
import { t } from '#shared/words/translate.ts';
import { cycleDigest, faultOfCycle, parseCycleFile } from '../../node/agent/check-cycle.ts';
import { withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { shellWord } from '../command-words.ts';
import { numberOption } from '../number-option.ts';
import { ANY_WORD } from '../option-table.ts';
import { readText } from '../read-text.ts';
import { UsageError } from '../usage-error.ts';
import { writeNewFile } from '../write-new-file.ts';

const LIMIT = 20;

export const why = command({
  name: 'why',
  options: [],
  notes: ['terminal.why.note'],
  words: [ANY_WORD, { isFile: true, isOptional: true }],
  async run({ values, positionals }, output) {
    const [named = '', file] = positionals;
    const which = /^\d{1,9}$/.test(named) ? { cycle: Number(named) } : { subject: named };
    return withReader(requiredHome(values.home), async (client) => {
      const found = await client.ask('agent.why', which);
      if (file !== undefined) writeNewFile(file, (await client.ask('agent.exportCycle', which)).json);
      const { cycle, nearest, act, outcomes, digest } = found;
      print(output, found, [
        ...cycleLines(cycle),
        ...(act ? [t(`agent.why.act.${act.kind}`, { when: dayAndTime(act.atMs) })] : []),
        ...outcomes.map((one) =>
          t('agent.why.outcome', {
            outcome: t(`agent.outcome.${one.outcome}`),
            when: dayAndTime(one.atMs),
            reward: decimal(one.reward, 2),
            expected: decimal(one.expected, 3),
            dopamine: decimal(one.dopamine, 3),
          }),
        ),
        ...nearest.map(({ episode, distance }) =>
          t('terminal.why.alike', { distance: decimal(distance, 3), episode: episodeLine(episode) }),
        ),
        t('terminal.why.digest', { digest }),
        ...(file === undefined ? [] : [t('terminal.why.written', { file, typedFile: shellWord(file) })]),
      ]);
      return 0;
    });
  },
});

export const checkCycle = command({
  name: 'check-cycle',
  options: ['digest'],
  isHomeless: true,
  words: [{ isFile: true }],
  async run({ values, positionals }, output) {
    const [file = ''] = positionals;
    const read = parseCycleFile(readText(file, CYCLE_RECORD_MAX_BYTES));
    const fault = faultOfCycle(read, values.digest ?? null);
    if (fault) throw new GhostStackError('malformed', fault);
    const digest = cycleDigest(read.cycle);
    print(output, { ok: true, digest, cycle: read.cycle }, [
      t('terminal.check-cycle.holds', { file }),
      ...cycleLines(read.cycle),
      t('terminal.why.digest', { digest }),
    ]);
    return 0;
  },
});

export const episodes = command({
  name: 'episodes',
  options: ['last', 'lived', 'like', 'limit'],
  words: [],
  async run({ values }, output) {
    const { last, lived, like, limit } = values;
    const kind = LIFE_KINDS.find((one) => one === lived);
    if (lived !== undefined && kind === undefined)
      throw new UsageError(says('error.headless.noSuchLife', { lived, kinds: { anyOf: [...LIFE_KINDS] } }));
    const query: CallInput<'agent.recall'> = {
      ...(last === undefined
        ? {}
        : { fromMs: Math.round(Date.now() - numberOption(last, '--last') * DAY_MS) }),
      ...(kind === undefined ? {} : { lived: [kind] }),
      ...(like === undefined ? {} : { like: Math.round(numberOption(like, '--like')) }),
      limit: limit === undefined ? LIMIT : Math.round(numberOption(limit, '--limit')),
    };
    return withReader(requiredHome(values.home), async (client) => {
      const { found, total } = await client.ask('agent.recall', query);
      print(output, { found, total }, [
        ...found.map(({ episode, distance }) =>
          distance === null
            ? episodeLine(episode)
            : t('terminal.why.alike', { distance: decimal(distance, 3), episode: episodeLine(episode) }),
        ),
        t('terminal.episodes.found', { shown: found.length, n: total }),
      ]);
      return 0;
    });
  },
});

function cycleLines(cycle: CycleRecord): string[] {
  const { action, scores, probabilities, stimulus, label, lived, before, after, draw, policy, reward } =
    cycle;
  return [
    `${t('agent.why.chose', { action: t(`agent.action.${action}`) })} ${t('agent.why.noticed', {
      cycle: cycle.cycle,
      when: dayAndTime(cycle.atMs),
      cause: noticedInWords({ type: stimulus.type, label, lived }),
      intensity: decimal(stimulus.intensity, 2),
      novelty: decimal(stimulus.novelty, 2),
    })}`,
    ...ACTIONS.map((one) => {
      const chance = t('terminal.why.chance', {
        action: t(`agent.action.${one}`),
        percent: Math.round(probabilities[one] * 100),
        score: decimal(scores[one], 3),
      });
      return `  ${chance}`;
    }),
    t('terminal.why.drawn', { policy: t(`agent.policy.${policy.name}`), draw: decimal(draw, 4) }),
    ...(['valence', 'arousal', 'dopamine', 'predictedReward'] as const).map((one) => {
      const felt = t('terminal.why.felt', {
        what: t(`agent.${one}`),
        before: decimal(before[one], 3),
        after: decimal(after[one], 3),
      });
      return `  ${felt}`;
    }),
    t('agent.why.reward', { reward: decimal(reward, 3) }),
  ];
}

function episodeLine({ cycle, atMs, label, lived, stimulus, action, reward }: Episode): string {
  return t('terminal.episodes.line', {
    cycle,
    when: dayAndTime(atMs),
    cause: noticedInWords({ label, lived, type: stimulus.type }, 80),
    action: t(`agent.action.${action}`),
    reward: decimal(reward, 3),
  });
}
