import type { Message } from '#shared/contract/domain/message.ts';
import type { Peer } from '#shared/contract/domain/peer.ts';
import { hostOfAddress } from '#shared/words/format/address.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { clockSeconds, dayAndTime, sameDay, until } from '#shared/words/format/times.ts';
import { stepDetail } from '#shared/words/reasons/message-reason.ts';
import { t } from '#shared/words/translate.ts';
import type { MarkShape } from '../../components/StateMark.tsx';
import type { Step } from '../../components/StepLadder.tsx';

const ENDED = new Set<Message['state']>(['delivered', 'expired', 'refused', 'cancelled', 'received']);
const FAILED = new Set(['expired', 'refused', 'cancelled']);

function markOf(step: Message['steps'][number]): MarkShape {
  if (FAILED.has(step.step)) return 'stop';
  return step.step === 'tried' && step.detail ? 'waiting' : 'ok';
}

/** The steps that were taken, tries told as one, and those still to come. */
export function lifeSteps(
  message: Message,
  context: { readonly peer: Peer | null; readonly name: string; readonly nowMs: number },
): Step[] {
  const { peer, name, nowMs } = context;
  const everyone = message.thread === 'broadcast';
  const time = (atMs: number) => (sameDay(atMs, nowMs) ? clockSeconds(atMs) : dayAndTime(atMs));
  const tries = message.steps.filter((step) => step.step === 'tried');
  const lastTry = tries.at(-1);
  const steps: Step[] = [];
  for (const [index, step] of message.steps.entries()) {
    if (step.step === 'tried' && step !== lastTry) continue;
    const told = stepDetail(step);
    const detail = told ? `, ${visibleLine(told)}` : '';
    const sealed = step.step === 'sealed';
    const readable = everyone ? t('messages.life.readableEveryone') : t('messages.life.readable', { name });
    steps.push({
      id: `${index} ${step.step}`,
      mark: markOf(step),
      title:
        step.step === 'tried' && tries.length > 1
          ? t('messages.life.triedMany', { n: tries.length })
          : t(`messages.life.${step.step}`),
      detail: sealed && !detail ? `${time(step.atMs)}, ${readable}` : `${time(step.atMs)}${detail}`,
    });
  }
  if (ENDED.has(message.state)) return steps;
  steps.push(nextTry(message, peer, name, nowMs));
  steps.push({
    id: 'delivered to come',
    mark: 'to-come',
    title: t('messages.life.delivered'),
    detail: everyone
      ? t('messages.life.deliveredToComeEveryone')
      : t('messages.life.deliveredToCome', { name }),
  });
  return steps;
}

function nextTry(message: Message, peer: Peer | null, name: string, nowMs: number): Step {
  const attempt = message.attempts + 1;
  const atMs = message.nextTryAtMs ?? peer?.nextTryAtMs ?? null;
  const connected = peer?.link.state === 'connected';
  let detail: string;
  if (atMs === null) detail = t('messages.life.next.unknown', { name });
  else if (peer?.address && !connected) {
    detail = t('messages.life.nextAt', {
      when: until(atMs, nowMs),
      host: hostOfAddress(peer.address),
      n: attempt,
    });
  } else detail = t('messages.life.next.plain', { when: until(atMs, nowMs), n: attempt });
  return { id: 'next', mark: connected ? 'current' : 'waiting', title: t('messages.life.next'), detail };
}
