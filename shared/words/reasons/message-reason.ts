/** Why a message is where it is, in words (UI.md §4). "Delivered" is said only of a valid acknowledgement. */
import { ENDINGS, type Ending, type Message } from '../../contract/domain/message.ts';
import type { Peer } from '../../contract/domain/peer.ts';
import { nameList } from '../format/names.ts';
import { visibleLine } from '../format/peer-text.ts';
import { duration, fullDate } from '../format/times.ts';
import { failureInWords } from '../sayings.ts';
import { t } from '../translate.ts';
import { clocksInWords } from './clock-words.ts';
import { codeInWords, everyoneSentence } from './everyone-words.ts';
import type { Mark } from './mark.ts';
import { causeInWords } from './peer-reason.ts';

export interface MessageReasonContext {
  /** The other side, or null for a broadcast and for a peer that was removed. */
  readonly peer: Peer | null;
  readonly nowMs: number;
  readonly online: boolean;
  /** Names by DID, as people gave them. */
  readonly names: ReadonlyMap<string, string>;
}

export interface MessageReason {
  readonly state: Message['state'];
  readonly mark: Mark;
  /** A few words under the bubble: `Queued, bob is offline`. */
  readonly sentence: string;
  /** One or two sentences for the inspector. */
  readonly detail: string;
}

type Waiting =
  | 'offline'
  | 'neverSeen'
  | 'connecting'
  | 'connected'
  | 'version'
  | 'refused'
  | 'cutOff'
  | 'iAmOffline'
  | 'unknown'
  | 'everyone';

function waitingFor(message: Message, { peer, online }: MessageReasonContext): Waiting {
  if (!online) return 'iAmOffline';
  if (message.thread === 'broadcast') return 'everyone';
  if (!peer) return 'unknown';
  switch (peer.link.state) {
    case 'never-seen':
      return 'neverSeen';
    case 'offline':
      return peer.lastSeenAtMs === null ? 'neverSeen' : 'offline';
    case 'cut-off':
      return 'cutOff';
    default:
      return peer.link.state;
  }
}

/** What a step tells beside its name, in the reader's language where it is more than a name. */
export function stepDetail({ detail, says }: Message['steps'][number]): string | null {
  return says ? failureInWords({ message: detail ?? '', says }) : detail;
}

function lastDetail(message: Message, step: Message['steps'][number]['step']): string | null {
  const last = message.steps.filter((one) => one.step === step).at(-1);
  const detail = last ? stepDetail(last) : null;
  return detail ? visibleLine(detail, 60) : null;
}

/** The recipient cannot take it for now, because one of the two clocks is wrong. */
function queuedByClock(message: Message, context: MessageReasonContext, name: string): MessageReason {
  const aheadMs = context.peer?.clockAheadMs ?? null;
  const clock =
    aheadMs === null
      ? (lastDetail(message, 'tried') ?? t('reason.code.clock'))
      : clocksInWords(aheadMs, name);
  return {
    state: 'queued',
    mark: 'stop',
    sentence: t('reason.message.queued.clock', { clock }),
    detail: t('reason.message.detail.clock', { name, clock }),
  };
}

function queued(message: Message, context: MessageReasonContext, name: string): MessageReason {
  if (message.code === 'clock' || message.code === 'expired') return queuedByClock(message, context, name);
  const why = waitingFor(message, context);
  const link = context.peer?.link;
  const partly = message.deliveredTo && message.deliveredTo.done > 0 ? message.deliveredTo : null;
  const lastSeenAtMs = context.peer?.lastSeenAtMs ?? context.nowMs;
  return {
    state: 'queued',
    mark: why === 'version' || why === 'refused' || why === 'cutOff' ? 'stop' : 'waiting',
    sentence: partly ? t('reason.message.deliveredTo', partly) : t(`reason.message.queued.${why}`, { name }),
    detail: t(`reason.message.detail.${why}`, {
      name,
      duration: duration(context.nowMs - lastSeenAtMs),
      reason: causeInWords(link),
    }),
  };
}

/** To whom a sealed copy was given; null where nobody is known. */
function carriersOf({ relays = [] }: Message, { names }: MessageReasonContext): string | null {
  const carriers = new Set(relays.map(({ carrier }) => carrier));
  if (carriers.size === 0) return null;
  return nameList([...carriers].map((did) => names.get(did) || t('common.unknownPeer')));
}

/** Of a message to everyone, whose receipts are waited for: everyone writes none. */
function relayedDetail(
  { recipients = [] }: Message,
  { names }: MessageReasonContext,
  { carriers, name }: { readonly carriers: string; readonly name: string },
): string {
  const lacking = recipients.filter(({ state }) => state === 'relayed');
  const named = nameList(lacking.map(({ did }) => names.get(did) || t('common.unknownPeer')));
  return lacking.length > 1
    ? t('reason.message.detail.relayedMany', { carriers, names: named })
    : t('reason.message.detail.relayed', { carriers, name: lacking.length === 1 ? named : name });
}

function delivered(message: Message, name: string): MessageReason {
  const to = message.deliveredTo;
  if (!to) {
    const by = lastDetail(message, 'delivered');
    return {
      state: 'delivered',
      mark: 'ok',
      sentence: t('reason.message.delivered'),
      detail: by
        ? t('reason.message.detail.deliveredBy', { name, by })
        : t('reason.message.detail.delivered', { name }),
    };
  }
  const missing = Math.max(0, to.total - to.done);
  return {
    state: 'delivered',
    mark: missing === 0 ? 'ok' : 'waiting',
    sentence: t('reason.message.deliveredTo', to),
    detail:
      missing === 0
        ? t('reason.message.detail.deliveredAll')
        : t('reason.message.detail.deliveredSome', { n: missing }),
  };
}

function cancelled(message: Message, context: MessageReasonContext): MessageReason {
  const carriers = carriersOf(message, context);
  const left = message.steps.some((one) => one.step === 'sent' || one.step === 'relayed');
  const to = message.deliveredTo;
  return {
    state: 'cancelled',
    mark: 'stop',
    sentence:
      to && to.done > 0
        ? t('reason.message.cancelledPartly', to)
        : carriers
          ? t('reason.message.cancelledCopies', { carriers })
          : t(left ? 'reason.message.cancelledLate' : 'reason.message.cancelled'),
    detail: carriers
      ? t('reason.message.detail.cancelledCopies', { carriers })
      : t('reason.message.detail.cancelled'),
  };
}

function expired(message: Message): MessageReason {
  const to = message.deliveredTo;
  const length = duration(message.expiresAtMs - message.createdAtMs);
  return {
    state: 'expired',
    mark: 'stop',
    sentence:
      to && to.done > 0
        ? t('reason.message.expiredPartly', to)
        : t('reason.message.expired', { duration: length }),
    detail: t('reason.message.detail.expired'),
  };
}

/** This node itself ended it. */
function ended(message: Message, ending: Ending, name: string): MessageReason {
  const to = message.deliveredTo;
  const partly = ending === 'left' && to !== null && to.done > 0 ? to : null;
  return {
    state: 'refused',
    mark: 'stop',
    sentence: partly
      ? t('reason.message.ended.leftPartly', partly)
      : t(`reason.message.ended.${ending}`, { name }),
    detail: t(`reason.message.detail.ended.${ending}`, { name }),
  };
}

/** Of what is on its way to everyone, or was refused by some, also who lacks it and why. */
export function messageReason(message: Message, context: MessageReasonContext): MessageReason {
  const reason = reasonOf(message, context);
  const isTold = ['queued', 'sending', 'sent', 'relayed', 'refused'].includes(message.state);
  const sentence = isTold ? everyoneSentence(message, context.names) : null;
  return sentence === null ? reason : { ...reason, sentence };
}

function reasonOf(message: Message, context: MessageReasonContext): MessageReason {
  const { state } = message;
  const everyone = message.thread === 'broadcast';
  const givenName = context.peer?.name ?? context.names.get(message.thread);
  const name = everyone
    ? t('common.everyone').toLowerCase()
    : visibleLine(givenName ?? '') || t('common.unknownPeer');
  switch (state) {
    case 'queued':
      return queued(message, context, name);
    case 'delivered':
      return delivered(message, name);
    case 'cancelled':
      return cancelled(message, context);
    case 'expired':
      return expired(message);
    case 'sending':
    case 'sent':
      if (message.deliveredTo && message.deliveredTo.done > 0) {
        return { ...delivered(message, name), state, mark: 'down' };
      }
      return {
        state,
        mark: 'down',
        sentence: t(`reason.message.${state}`),
        detail: t(everyone ? 'reason.message.detail.everyone' : `reason.message.detail.${state}`, { name }),
      };
    case 'relayed': {
      const carriers = carriersOf(message, context);
      if (carriers === null) {
        const sentence = t('reason.message.relayedUnnamed', { name });
        return { state, mark: 'waiting', sentence, detail: `${sentence}.` };
      }
      return {
        state,
        mark: 'waiting',
        sentence: t('reason.message.relayed', { carriers, name }),
        detail: relayedDetail(message, context, { carriers, name }),
      };
    }
    case 'refused': {
      const ending = ENDINGS.find((code) => code === message.code);
      if (ending !== undefined) return ended(message, ending, name);
      return {
        state,
        mark: 'stop',
        sentence: t('reason.message.refused', { name, code: codeInWords(message.code) }),
        detail: t('reason.message.detail.refusedBy', { name }),
      };
    }
    case 'received': {
      const sender = visibleLine(context.names.get(message.senderDid) ?? '') || name;
      if (message.keyChangedAtMs !== null) {
        const words = { name: sender, day: fullDate(message.keyChangedAtMs) };
        const sentence = t('reason.message.formerKey', words);
        return { state, mark: 'caution', sentence, detail: t('reason.message.detail.formerKey', words) };
      }
      return {
        state,
        mark: 'ok',
        sentence: t('reason.message.received'),
        detail: t('reason.message.detail.received', { name: sender }),
      };
    }
  }
}
