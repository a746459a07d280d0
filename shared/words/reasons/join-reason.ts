import type { InvitationSays, Joining, JoinStanding } from '../../contract/domain/cell.ts';
import { nameList } from '../format/names.ts';
import { visibleLine } from '../format/peer-text.ts';
import { dayAndTime } from '../format/times.ts';
import { failureInWords } from '../sayings.ts';
import { t } from '../translate.ts';
import { clocksInWords } from './clock-words.ts';

/** Who invites, to what, until when, as the invitation says it. */
export function invitationSentence(
  { cellName, inviter, expiresAtMs }: InvitationSays,
  nowMs: number,
): string {
  return t(expiresAtMs > nowMs ? 'reason.join.invites' : 'reason.join.invited', {
    inviter: visibleLine(inviter, 40),
    cell: visibleLine(cellName, 60),
    when: dayAndTime(expiresAtMs),
  });
}

/** What a question to join waits for, or why it was refused. */
export function joiningReason({ standing, trouble, inviter, cellName }: Joining): string {
  const said = failureInWords(trouble) ?? '';
  if (!standing) return said;
  const waits = newcomerReason(standing, { inviter: inviter ?? '', cell: cellName ?? '' });
  return trouble ? t('reason.join.silent', { waits, trouble: said }) : waits;
}

/** What a newcomer waits for, in one sentence. */
export function newcomerReason(
  standing: JoinStanding,
  { inviter, cell }: { readonly inviter: string; readonly cell: string },
): string {
  const { compared, state, ballot, clockAheadMs } = standing;
  const names = { inviter: visibleLine(inviter, 40), cell: visibleLine(cell, 60) };
  if (state === 'admitted') return t('reason.join.admitted', names);
  if (clockAheadMs !== null && state !== 'voting')
    return t('reason.join.clock', { clocks: clocksInWords(clockAheadMs, names.inviter) });
  if (!compared) return t(`reason.join.compare.${state === 'asking' ? 'asking' : 'accepted'}`, names);
  if (ballot) return ballotReason(ballot);
  return t(state === 'asking' ? 'reason.join.asking' : 'reason.join.opens', names);
}

/** What an inviter waits for once it has accepted a newcomer, in one sentence. */
export function inviterReason(standing: JoinStanding, newcomer: string): string {
  const { compared, ballot, clockAheadMs } = standing;
  const name = visibleLine(newcomer, 40);
  if (ballot) return ballotReason(ballot);
  if (clockAheadMs !== null)
    return t('reason.join.theirClock', { clocks: clocksInWords(clockAheadMs, name) });
  return compared ? t('reason.join.opens', { inviter: name }) : t('reason.join.notCompared', { name });
}

function ballotReason({ waitsFor, needed, untilMs }: NonNullable<JoinStanding['ballot']>): string {
  if (waitsFor.length === 0) return t('reason.join.counting');
  return t(needed > 0 ? 'reason.join.votes' : 'reason.join.lastVotes', {
    names: nameList(waitsFor),
    n: needed,
    until: dayAndTime(untilMs),
  });
}
