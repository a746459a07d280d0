/** How far the file of a message is and what can be done about it, in words (UI.md §11). */
import type { FileEnding, MessageFile, Transfer } from '../../contract/domain/file.ts';
import type { Message } from '../../contract/domain/message.ts';
import { byteSizeOf } from '../format/bytes.ts';
import { duration } from '../format/times.ts';
import { type StringKey, t } from '../translate.ts';
import type { Mark } from './mark.ts';

/** Of a large file in each part but the last; RELAY rule 16. */
const PART_BYTES = 65_536;

export interface FileFacts {
  readonly message: Pick<Message, 'direction' | 'state' | 'thread'>;
  readonly file: MessageFile;
  /** Those of this message. */
  readonly transfers: readonly Transfer[];
  /** What people call the member of a DID, on one line. */
  readonly nameOf: (did: string) => string;
  /** Of a message that came: who wrote it. */
  readonly senderDid: string;
  readonly isOnline: boolean;
  readonly isConnected: (did: string) => boolean;
  /** By what came in the last seconds; null while nobody knows. */
  readonly leftMs: number | null;
}

/** `fetch` asks for it, `again` asks anew, `cancel` ends what is under way, `withdraw` offers it no more. */
export type FileAct = 'fetch' | 'again' | 'cancel' | 'withdraw' | 'save';

export interface FileReason {
  readonly mark: Mark;
  readonly sentence: string;
  /** Of bytes; null where nothing moves. */
  readonly doneBytes: number | null;
  readonly act: FileAct | null;
}

type Progress = Pick<MessageFile, 'state' | 'code' | 'doneBytes'>;

export function fileReason(facts: FileFacts): FileReason {
  const { message, file } = facts;
  if (message.direction === 'in') return file.isSmall ? smallIn(facts) : largeIn(facts);
  return file.isSmall ? smallOut(facts) : largeOut(facts);
}

/** The one transfer whose progress is worth telling: of several, one that moves. */
export function movingTransfer(transfers: readonly Transfer[]): Transfer | null {
  return transfers.find(({ state }) => state === 'fetching') ?? transfers[0] ?? null;
}

/** How far it is now, which of what travels its transfer says. */
function presentOf(transfer: Transfer | null, file: MessageFile): Progress {
  if (transfer === null || transfer.state === 'reading') return file;
  const { state, code, doneBytes } = transfer;
  return { state, code, doneBytes };
}

function still(mark: Mark, sentence: string, act: FileAct | null): FileReason {
  return { mark, sentence, doneBytes: null, act };
}

function sizeOf({ doneBytes }: Pick<Progress, 'doneBytes'>, { file }: FileFacts): string {
  return byteSizeOf(doneBytes, file.bytes);
}

function smallIn(facts: FileFacts): FileReason {
  const { file, senderDid, nameOf } = facts;
  if (file.state === 'whole') return still('ok', t('attached.whole'), 'save');
  if (file.state === 'ended')
    return still('stop', t('attached.ended.damagedSmall', { name: nameOf(senderDid) }), null);
  return {
    mark: 'down',
    sentence: t('attached.coming', { size: sizeOf(file, facts) }),
    doneBytes: file.doneBytes,
    act: null,
  };
}

function largeIn(facts: FileFacts): FileReason {
  const { file, transfers, senderDid, nameOf, leftMs } = facts;
  const now = presentOf(movingTransfer(transfers), file);
  const size = sizeOf(now, facts);
  const name = nameOf(senderDid);
  switch (now.state) {
    case 'offered':
      return still('waiting', t('attached.offered'), 'fetch');
    case 'waiting':
      return {
        mark: 'waiting',
        sentence: t(waitsFor(facts, now), { name }),
        doneBytes: now.doneBytes,
        act: 'cancel',
      };
    case 'fetching': {
      const sentence =
        leftMs === null
          ? t('attached.fetching', { size })
          : t('attached.fetching.left', { size, left: duration(leftMs) });
      return { mark: 'down', sentence, doneBytes: now.doneBytes, act: 'cancel' };
    }
    case 'checking':
      return {
        mark: 'down',
        sentence: t('attached.checking', { size }),
        doneBytes: now.doneBytes,
        act: 'cancel',
      };
    case 'whole':
      return still('ok', t('attached.whole'), 'save');
    case 'ended':
      return endedIn(now, facts, name);
  }
}

function waitsFor({ isOnline, isConnected, senderDid }: FileFacts, { doneBytes }: Progress): StringKey {
  if (!isOnline) return 'attached.waiting.me';
  if (isConnected(senderDid)) return 'attached.waiting.turn';
  return doneBytes > 0 ? 'attached.waiting.paused' : 'attached.waiting';
}

function endedIn({ code, doneBytes }: Progress, { file }: FileFacts, name: string): FileReason {
  switch (code) {
    case 'damaged': {
      // The first part that is not what its hash names ends it; with all parts there it is the whole that is not.
      const n = Math.ceil(file.bytes / PART_BYTES);
      const isOfPart = doneBytes < file.bytes;
      const sentence = isOfPart ? t('attached.ended.part', { n }) : t('attached.ended.damaged', { name });
      return still('stop', sentence, 'again');
    }
    case 'changed':
      return still('stop', t('attached.ended.changed', { name }), null);
    case 'stale':
      return still('stop', t('attached.ended.stale', { name }), 'again');
    case 'no-room':
      return still('stop', t('attached.ended.noRoom'), 'again');
    case 'expired':
      return still('stop', t('attached.ended.expired'), null);
    case 'cancelled':
      return still('stop', t('attached.ended.cancelled'), 'fetch');
    default:
      return still('stop', t('attached.ended.gone', { name }), 'again');
  }
}

function smallOut(facts: FileFacts): FileReason {
  const { file } = facts;
  if (file.state === 'whole') return still('ok', t('attached.out.delivered'), null);
  if (file.state === 'ended') return still('stop', t(endedOut(file.code)), null);
  if (file.doneBytes === 0) return still('waiting', t('attached.out.parts'), 'withdraw');
  const sentence = file.wentTo
    ? t('attached.out.deliveredTo', file.wentTo)
    : t('attached.out.partly', { size: sizeOf(file, facts) });
  return { mark: 'up', sentence, doneBytes: file.doneBytes, act: 'cancel' };
}

function largeOut(facts: FileFacts): FileReason {
  const { message, file, transfers, nameOf, leftMs } = facts;
  const one = movingTransfer(transfers);
  if (one?.state === 'fetching' && one.did !== null) {
    const words = { name: nameOf(one.did), size: sizeOf(one, facts) };
    const sentence =
      leftMs === null
        ? t('attached.out.fetching', words)
        : t('attached.out.fetching.left', { ...words, left: duration(leftMs) });
    return { mark: 'up', sentence, doneBytes: one.doneBytes, act: 'cancel' };
  }
  const isForEveryone = message.thread === 'broadcast';
  if (isForEveryone && transfers.length > 0) return toEveryone(facts);
  const now = presentOf(one, file);
  const name = isForEveryone ? '' : nameOf(message.thread);
  if (now.state === 'ended') return still('stop', t(endedOut(now.code)), null);
  if (now.state === 'whole') return still('ok', t('attached.out.whole', { name }), null);
  if (message.state !== 'delivered') return still('waiting', t('attached.out.queued'), 'withdraw');
  return still('waiting', t('attached.out.offered', { name }), 'withdraw');
}

function toEveryone({ transfers }: FileFacts): FileReason {
  const ended = transfers.find(({ state }) => state === 'ended');
  if (ended) return still('stop', t(endedOut(ended.code)), null);
  const done = transfers.filter(({ state }) => state === 'whole').length;
  const total = transfers.length;
  if (done === 0) return still('waiting', t('attached.out.nobody'), 'withdraw');
  const sentence = t('attached.out.everyone', { done, total });
  return done === total ? still('ok', sentence, null) : still('waiting', sentence, 'withdraw');
}

function endedOut(code: FileEnding | null): StringKey {
  switch (code) {
    case 'changed':
    case 'gone':
    case 'cancelled':
    case 'expired':
      return `attached.out.ended.${code}`;
    default:
      return 'attached.out.ended.other';
  }
}
