import type { CellMember } from '#shared/contract/domain/cell.ts';
import type { Peer } from '#shared/contract/domain/peer.ts';
import type { BalanceView, StatementLine, Trust } from '#shared/contract/domain/trust.ts';
import { momentInWords } from '#shared/words/format/closing-time.ts';
import { count } from '#shared/words/format/count.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { isoTime } from '#shared/words/format/times.ts';
import { statementLine } from '#shared/words/reasons/statement-line.ts';
import { t } from '#shared/words/translate.ts';
import { placeLabel } from '../voting/vote-ladder.ts';

/** `165`, `−12`: with the minus sign of typography. */
export function signed(value: number): string {
  return value < 0 ? `−${count(-value)}` : count(value);
}

/** `+5`, `−12` */
export function delta(value: number): string {
  return value > 0 ? `+${count(value)}` : signed(value);
}

export function tokensAnswer({ balance, fromProposals, fromVotes }: BalanceView): {
  readonly claim: string;
  readonly rest: string;
} {
  const claim =
    balance < 0
      ? t('tokens.answer.debt', { n: -balance, shown: count(-balance) })
      : t('tokens.answer', { n: balance, shown: count(balance) });
  const earned =
    fromProposals + fromVotes > 0
      ? t('tokens.answer.earned', { proposals: count(fromProposals), votes: count(fromVotes) })
      : '';
  return { claim, rest: `${earned} ${t('tokens.answer.receipts')}`.trim() };
}

/** Balances are known up to each member's newest receipt: who is out of reach may have changed since. */
export function balancesNote(
  { balances }: Trust,
  members: ReadonlyMap<string, Pick<CellMember, 'did'>>,
  peers: readonly Pick<Peer, 'did' | 'link' | 'lastSeenAtMs'>[],
  nowMs: number,
): string {
  const away = balances.flatMap(({ scid, name }) => {
    const peer = peers.find(({ did }) => did === members.get(scid)?.did);
    if (!peer || peer.link.state === 'connected' || peer.lastSeenAtMs === null) return [];
    return [
      t('tokens.mayHaveChanged', {
        name: visibleLine(name, 24),
        when: momentInWords(peer.lastSeenAtMs, nowMs),
      }),
    ];
  });
  return [t('tokens.knownUpTo'), ...away].join(' ');
}

/** A table for other programs: comma-separated, quoted, times in UTC. */
export function statementCsv(lines: readonly StatementLine[]): string {
  const cell = (value: string | number) => {
    const text = String(value).replaceAll('"', '""');
    // A cell that begins like a formula is one to spreadsheets; the text may be another member's.
    return `"${/^[=+\-@\t\r]/.test(text) && typeof value === 'string' ? `'${text}` : text}"`;
  };
  const rows = lines.map((line) => {
    const { atMs, delta: change, balance, receiptBy, receipt } = line;
    const by = placeLabel(receiptBy, receipt);
    return [isoTime(atMs), statementLine(line), change, balance, by, receipt.hash].map(cell).join(',');
  });
  const head = ['when', 'what', 'change', 'balance', 'receipt', 'hash'].map(cell).join(',');
  return `${[head, ...rows].join('\r\n')}\r\n`;
}
