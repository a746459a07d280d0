import type { Cell } from '#shared/contract/domain/cell.ts';
import type { CellRules } from '#shared/protocol/closing/bodies.ts';
import type { RulesWish } from '#shared/protocol/closing/rules-wish.ts';
import { feedBoundsOf } from '#shared/protocol/log/feed-bounds.ts';
import { says } from '#shared/protocol/saying.ts';
import { exactDuration } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { withNode, withReader } from '../ask-node.ts';
import { command, type Output, print, requiredHome } from '../command.ts';
import { secondsOption } from '../number-option.ts';
import { ANY_WORD } from '../option-table.ts';
import { proposalState } from '../proposal-state.ts';
import { UsageError } from '../usage-error.ts';
import { cellOf, memberNamed } from './member-named.ts';

const MIB = 1024 * 1024;

/** Proposes that a member leaves the cell. */
export const remove = command({
  name: 'remove',
  options: ['description'],
  words: [ANY_WORD],
  async run({ values, positionals }, output) {
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const { name, scid } = await memberNamed(client, positionals[0] ?? '');
      const { id } = await client.ask('governance.proposeRemoval', { scid, text: values.description ?? '' });
      const { label, state } = await client.ask('governance.detail', { id });
      print(output, { id, label, state }, [
        t('terminal.remove.done', { label, name, state: proposalState(state) }),
      ]);
      return 0;
    });
  },
});

/** Prints the rules of the cell, or proposes others. */
export const rules = command({
  name: 'rules',
  options: [
    'deadline',
    'grace',
    'turn',
    'faults',
    'shortest-deadline',
    'feed-entries',
    'feed-mib',
    'description',
  ],
  words: [],
  async run({ values }, output) {
    const isProposal = [
      values.deadline,
      values.grace,
      values.turn,
      values.faults,
      values['shortest-deadline'],
      values['feed-entries'],
      values['feed-mib'],
    ].some(Boolean);
    const home = requiredHome(values.home);
    if (!isProposal) return withReader(home, async (client) => showRules(await cellOf(client), output));
    return withNode(home, { unlock: true, ...values }, async (client) => {
      const { rules: now } = await cellOf(client);
      const wished = {
        deadlineMs: secondsOr(now.deadlineMs, values.deadline, '--deadline'),
        graceMs: secondsOr(now.graceMs, values.grace, '--grace'),
        turnMs: secondsOr(now.turnMs, values.turn, '--turn'),
        f: faults(values.faults, now.f),
        deadlineMinMs: secondsOr(now.deadlineMinMs, values['shortest-deadline'], '--shortest-deadline'),
        ...feedWish(now, values['feed-entries'], values['feed-mib']),
      };
      const { id } = await client.ask('governance.proposeRules', {
        rules: wished,
        text: values.description ?? '',
      });
      const { label, state } = await client.ask('governance.detail', { id });
      print(output, { id, label, state }, [t('terminal.rules.done', { label, state: proposalState(state) })]);
      return 0;
    });
  },
});

function showRules({ rules: now }: Cell, output: Output): number {
  const { deadlineMs, graceMs, turnMs, f, quorumMin, thresholdMin, deadlineMinMs, openBallotsMax } = now;
  const { perDay } = feedBoundsOf(now);
  const ballots = {
    shortest: exactDuration(deadlineMinMs),
    threshold: thresholdMin.join('/'),
    open: openBallotsMax,
  };
  print(
    output,
    {
      deadlineMs,
      graceMs,
      turnMs,
      faults: f ?? 'most',
      quorumMin,
      thresholdMin,
      deadlineMinMs,
      openBallotsMax,
      feedPerDay: perDay,
    },
    [
      t('terminal.rules.end', { deadline: exactDuration(deadlineMs), grace: exactDuration(graceMs) }),
      t('terminal.rules.turn', { turn: exactDuration(turnMs) }),
      f === null ? t('terminal.rules.faultsMost') : t('terminal.rules.faults', { n: f }),
      quorumMin === null
        ? t('terminal.rules.votesMost', ballots)
        : t('terminal.rules.votes', { ...ballots, quorum: quorumMin }),
      t('terminal.rules.feed', { n: perDay.entries, mib: Math.floor(perDay.bytes / MIB) }),
      t('terminal.rules.membership'),
    ],
  );
  return 0;
}

/** An option in seconds, or the rule as it is. */
function secondsOr(nowMs: number, text: string | undefined, option: string): number {
  return text === undefined ? nowMs : secondsOption(text, option);
}

/** What is not named stays as it is; a cell that has agreed on nothing agrees on the usual with it. */
function feedWish(
  now: CellRules,
  entries: string | undefined,
  mib: string | undefined,
): Pick<RulesWish, 'feedPerDay'> {
  if (entries === undefined && mib === undefined) return {};
  const { perDay } = feedBoundsOf(now);
  return {
    feedPerDay: {
      entries: entries === undefined ? perDay.entries : wholeOption(entries, '--feed-entries'),
      bytes: mib === undefined ? perDay.bytes : wholeOption(mib, '--feed-mib') * MIB,
    },
  };
}

function wholeOption(text: string, option: string): number {
  if (!/^[0-9]{1,7}$/.test(text)) {
    throw new UsageError(says('error.headless.optionNeedsWhole', { option, text }));
  }
  return Number(text);
}

function faults(text: string | undefined, now: number | null): number | null {
  if (text === undefined) return now;
  if (text === 'most') return null;
  if (!/^[0-2]$/.test(text)) throw new UsageError(says('error.headless.faults', { text }));
  return Number(text);
}
