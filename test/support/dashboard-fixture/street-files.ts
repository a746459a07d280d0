import type { MessageFile, Transfer } from '#shared/contract/domain/file.ts';
import type { Message } from '#shared/contract/domain/message.ts';
import type { FixtureState } from './fixture-node.ts';
import { DIDS, ME } from './street.ts';

const MIB = 1024 * 1024;

type Of = Partial<MessageFile> & Pick<MessageFile, 'stem' | 'extension' | 'type' | 'bytes'>;
type Shown = { readonly text: string; readonly file: Of } & Partial<Omit<Message, 'file'>>;

/** A conversation with erin, with a file in every state. */
export function withFiles(state: FixtureState, nowMs: number): FixtureState {
  const shown: Shown[] = [
    {
      text: 'The plan of the shed, as the carpenter drew it.',
      direction: 'in',
      file: { stem: 'shed-plan', extension: 'pdf', type: 'application/pdf', bytes: 40 * MIB },
    },
    {
      text: '',
      direction: 'in',
      file: { stem: 'a_gpj', extension: 'exe', type: 'image/jpeg', bytes: 3 * MIB, state: 'waiting' },
    },
    {
      text: 'From the roof:',
      direction: 'in',
      file: {
        stem: 'garden and barrel, seen from the roof',
        extension: 'mov',
        type: 'video/quicktime',
        bytes: 40 * MIB,
        state: 'waiting',
      },
    },
    {
      text: '',
      direction: 'in',
      file: {
        stem: 'sensor-log',
        extension: 'csv',
        type: 'text/csv',
        bytes: 40 * MIB,
        state: 'ended',
        code: 'damaged',
        doneBytes: 20 * MIB,
      },
    },
    {
      text: '',
      direction: 'in',
      file: {
        stem: 'photo',
        extension: 'png',
        type: 'image/png',
        bytes: 300_000,
        isSmall: true,
        state: 'whole',
        doneBytes: 300_000,
      },
    },
    {
      text: '',
      direction: 'in',
      file: {
        stem: 'key',
        extension: 'jpg',
        type: 'image/jpeg',
        bytes: 900_000,
        isSmall: true,
        state: 'waiting',
        doneBytes: 300_000,
      },
    },
    {
      text: 'All of last year.',
      state: 'queued',
      file: { stem: 'receipts', extension: 'zip', type: 'application/zip', bytes: 180 * MIB },
    },
    {
      text: '',
      file: {
        stem: 'minutes',
        extension: 'odt',
        type: 'application/vnd.oasis.opendocument.text',
        bytes: 12 * MIB,
        state: 'ended',
        code: 'changed',
      },
    },
    {
      text: '',
      file: { stem: 'speech', extension: 'flac', type: 'audio/flac', bytes: 40 * MIB, state: 'offered' },
    },
  ];
  const first = Math.max(...state.messages.map(({ number }) => number)) + 1;
  const messages = shown.map((one, index) => messageOf(one, first + index, nowMs - (20 - index) * 60_000));
  const did = DIDS.erin;
  const transfers = [
    transferOf(messages[1], { direction: 'in', did, doneBytes: 0, state: 'waiting' }),
    transferOf(messages[2], { direction: 'in', did, doneBytes: 12 * MIB, state: 'fetching' }),
    transferOf(messages[8], { direction: 'out', did, doneBytes: 30 * MIB, state: 'fetching' }),
  ];
  return {
    messages: [...state.messages, ...messages],
    slices: { ...state.slices, transfers },
  };
}

function messageOf({ text, file, ...more }: Shown, number: number, createdAtMs: number): Message {
  const direction = more.direction ?? 'out';
  const name = `${file.stem}.${file.extension}`;
  return {
    number,
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    thread: DIDS.erin,
    senderDid: direction === 'in' ? DIDS.erin : ME.did,
    text,
    state: direction === 'in' ? 'received' : 'delivered',
    code: null,
    createdAtMs,
    expiresAtMs: createdAtMs + 7 * 86_400_000,
    keyChangedAtMs: null,
    sealedBytes: 600,
    attempts: 1,
    nextTryAtMs: null,
    steps: [],
    deliveredTo: null,
    ...more,
    direction,
    file: { name, isSmall: false, state: 'offered', code: null, doneBytes: 0, ...file },
  };
}

function transferOf(
  message: Message | undefined,
  more: Pick<Transfer, 'direction' | 'did' | 'doneBytes' | 'state'>,
): Transfer {
  if (!message?.file) throw new Error('There is no such file.');
  const { id, thread, file } = message;
  return { id, thread, name: file.name, bytes: file.bytes, code: null, ...more };
}
