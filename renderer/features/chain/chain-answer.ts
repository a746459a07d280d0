import type { Cell, Holdings } from '#shared/contract/domain/cell.ts';
import { count } from '#shared/words/format/count.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { clockTime } from '#shared/words/format/times.ts';
import { sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { shortHash } from '../../components/receipts/receipt-words.ts';
import type { Verification } from './verification.ts';

/** Is the record intact? Only what a whole verification has shown is claimed. */
export function chainAnswer(
  cell: Cell,
  holdings: Holdings | null,
  verified: Verification | null,
  /** How many receipts a check that goes on has looked at; null while none does. */
  checked: number | null,
): { readonly claim: string; readonly rest: string } {
  const total = cell.receipts;
  if (checked !== null) {
    const claim = t('chain.answer.verifying', { n: total, shown: count(total) });
    const rest = checked > 0 ? t('chain.answer.verifyingRest', { done: count(checked) }) : '';
    return { claim, rest };
  }
  const { stateHash } = cell;
  const state = stateHash === null ? '' : t('chain.answer.state', { hash: shortHash(stateHash) });
  const same = [sameAsMine(cell, holdings), state].filter(Boolean).join(' ');
  const report = verified?.report.cell === cell.id || verified?.report.ok === false ? verified.report : null;
  if (!verified || !report) {
    return {
      claim: t('chain.answer.here', { n: total }),
      rest: `${t('chain.answer.hereRest')} ${same}`,
    };
  }
  const time = clockTime(verified.atMs);
  if (!report.ok) {
    const { problem } = report;
    return { claim: t('chain.answer.broken'), rest: problem ? visibleLine(sentence(problem), 400) : '' };
  }
  if (report.entries < total) {
    const n = total - report.entries;
    return {
      claim: t('chain.answer.since', { total: report.entries, count: count(report.entries), time }),
      rest: `${t('chain.answer.sinceRest', { n })} ${same}`,
    };
  }
  const took = t('chain.tenths', { n: decimal(Math.max(0.1, verified.tookMs / 1000), 1) });
  return {
    claim: t('chain.answer.intact', { n: total, count: count(total) }),
    rest: `${t('chain.answer.intactRest', { time, duration: took })} ${same}`,
  };
}

/** Members who said last that they lack nothing of what is here. */
function sameAsMine(cell: Cell, holdings: Holdings | null): string {
  if (!holdings) return '';
  const names = cell.members
    .filter((member) => {
      const column = holdings.members.indexOf(member.scid);
      return !member.me && column >= 0 && holdings.behind.every((row) => row[column] === 0);
    })
    .map((member) => visibleLine(member.name, 24));
  const [a, b, c] = names;
  if (a === undefined) return '';
  const list =
    b === undefined
      ? a
      : c === undefined
        ? t('list.two', { first: a, second: b })
        : t('list.more', { first: a, n: names.length - 1 });
  return t('chain.answer.same', { names: list, n: names.length });
}
