import type { Recovering, RecoveryRequest } from '../../contract/domain/recovery.ts';
import { nameList } from '../format/names.ts';
import { visibleLine } from '../format/peer-text.ts';
import { dayAndTime } from '../format/times.ts';
import { failureInWords } from '../sayings.ts';
import { t } from '../translate.ts';

/** What a machine that comes back waits for, or why it was refused, in one sentence. */
export function recoveringReason({ state, standing, trouble, inviter }: Recovering, nowMs: number): string {
  const said = failureInWords(trouble) ?? '';
  const name = inviter === null ? t('recovery.progress.member') : visibleLine(inviter, 40);
  if (state === 'words') return t('recovery.progress.needsWords');
  if (state === 'comparing') return t('recovery.progress.compare', { name });
  if (state !== 'waiting' || said !== '') return said;
  const ballot = standing?.ballot;
  return ballot ? votesReason(ballot, nowMs) : t('recovery.progress.asking', { name });
}

/** What the member waits for once it has let the machine ask the others, or why nothing more is asked. */
export function recoveryRequestReason(
  { name, state, waitsFor, untilMs }: RecoveryRequest,
  nowMs: number,
): string {
  if (state === 'differ') return t('recovery.request.differText', { name: visibleLine(name, 40) });
  return untilMs === null
    ? t('recovery.request.opens', { name: visibleLine(name, 40) })
    : votesReason({ waitsFor, untilMs }, nowMs);
}

/** With enough of them it would have been counted as soon as the time was over. */
function votesReason(
  { waitsFor, untilMs }: Pick<RecoveryRequest, 'waitsFor'> & { readonly untilMs: number },
  nowMs: number,
): string {
  if (waitsFor.length === 0) return t('recovery.request.counting');
  if (nowMs > untilMs)
    return t('recovery.request.overdue', { names: nameList(waitsFor), n: waitsFor.length });
  return t('recovery.request.waitsFor', { names: nameList(waitsFor), until: dayAndTime(untilMs) });
}
