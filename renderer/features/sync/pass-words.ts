import type { PassHour, SyncPass } from '#shared/contract/domain/cell.ts';
import { HOUR_MS } from '#shared/protocol/limits.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { type People, personName } from '#shared/words/format/person-name.ts';
import { clockTime, sameDay } from '#shared/words/format/times.ts';
import { sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';

const HOURS = 24;

/** The peer of a pass by name, whether the pass says its DID or the name itself. */
export function passPeer(pass: SyncPass, people: People): string {
  const name = pass.peer.startsWith('did:') ? personName(people, pass.peer) : pass.peer;
  return visibleLine(name, 24);
}

function what(receipts: number, messages: number): string | null {
  const parts = [
    ...(receipts > 0 ? [t('sync.pass.receipts', { n: receipts })] : []),
    ...(messages > 0 ? [t('sync.pass.messages', { n: messages })] : []),
  ];
  const [a, b] = parts;
  return a === undefined ? null : b === undefined ? a : t('list.two', { first: a, second: b });
}

/** `sent 3 receipts, received 1 message`; or why not all went through. */
export function passWords(pass: SyncPass): string {
  if (pass.failure !== null) return visibleLine(sentence(pass.failure), 120);
  const sent = what(pass.receiptsOut, pass.messagesOut);
  const received = what(pass.receiptsIn, pass.messagesIn);
  if (sent && received) return t('sync.pass.both', { sent, received });
  if (sent) return t('sync.pass.sent', { what: sent });
  return received ? t('sync.pass.received', { what: received }) : t('sync.pass.nothing');
}

export interface HourOfPasses {
  readonly fromMs: number;
  readonly label: string;
  readonly items: number;
}

/** Items that went over in each of the last 24 hours, oldest first; the last hour is the one that runs. */
export function lastDay(hours: readonly PassHour[], nowMs: number): HourOfPasses[] {
  const current = Math.floor(nowMs / HOUR_MS);
  const itemsOf = new Map(hours.map(({ hour, items }) => [hour, items]));
  return Array.from({ length: HOURS }, (_, index) => {
    const hour = current - HOURS + 1 + index;
    const fromMs = hour * HOUR_MS;
    const time = clockTime(fromMs);
    return {
      fromMs,
      label: sameDay(fromMs, nowMs) ? time : t('sync.passes.yesterday', { time }),
      items: itemsOf.get(hour) ?? 0,
    };
  });
}
