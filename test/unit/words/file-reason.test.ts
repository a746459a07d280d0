import { afterEach, describe, expect, test } from 'vitest';
import type { MessageFile, Transfer } from '#shared/contract/domain/file.ts';
import type { Message } from '#shared/contract/domain/message.ts';
import { byteSizeOf } from '#shared/words/format/bytes.ts';
import { speak } from '#shared/words/language.ts';
import { type FileFacts, fileReason } from '#shared/words/reasons/file-reason.ts';
import '#shared/words/catalogues.ts';

const MIB = 1024 * 1024;
const ALICE = 'did:key:alice';
const BOB = 'did:key:bob';
const NAMES: Readonly<Record<string, string>> = { [ALICE]: 'alice', [BOB]: 'bob' };

function reason(
  way: Partial<Pick<Message, 'direction' | 'state' | 'thread'>>,
  file: Partial<MessageFile>,
  transfers: readonly Partial<Transfer>[] = [],
  more: Partial<FileFacts> = {},
) {
  return fileReason({
    message: { direction: 'in', state: 'received', thread: ALICE, ...way },
    file: {
      name: 'plan.pdf',
      stem: 'plan',
      extension: 'pdf',
      type: 'application/pdf',
      bytes: 40 * MIB,
      isSmall: false,
      state: 'offered',
      code: null,
      doneBytes: 0,
      ...file,
    },
    transfers: transfers.map((one) => ({
      id: '1',
      direction: 'in',
      thread: ALICE,
      did: ALICE,
      name: 'plan.pdf',
      bytes: 40 * MIB,
      doneBytes: 0,
      state: 'offered',
      code: null,
      ...one,
    })),
    nameOf: (did) => NAMES[did] ?? '',
    senderDid: ALICE,
    isOnline: true,
    isConnected: () => false,
    leftMs: null,
    ...more,
  });
}

const says = (...given: Parameters<typeof reason>) => {
  const { sentence, act } = reason(...given);
  return [sentence, act];
};
const ended = (code: MessageFile['code'], doneBytes = 0) => ({ state: 'ended' as const, code, doneBytes });
const OUT = { direction: 'out', state: 'delivered', thread: BOB } as const;

describe('the file of a message that came', () => {
  const moving = { state: 'fetching', doneBytes: 12 * MIB } as const;

  test('waits for a click, is fetched, and says how far it is', () => {
    expect(says({}, {})).toEqual(['Waits for you to fetch it', 'fetch']);
    expect(says({}, {}, [moving])).toEqual(['Fetching 12 of 40 MB', 'cancel']);
    expect(says({}, {}, [moving], { leftMs: 20_400 })).toEqual([
      'Fetching 12 of 40 MB, about 20 s left',
      'cancel',
    ]);
    expect(reason({}, {}, [moving]).doneBytes).toBe(12 * MIB);
    expect(says({}, {}, [{ ...moving, state: 'checking' }])).toEqual(['Checking 12 of 40 MB', 'cancel']);
    expect(says({}, { state: 'whole' })).toEqual(['All of it is here', 'save']);
  });

  test('says whom it waits for', () => {
    const waits = { state: 'waiting', doneBytes: 12 * MIB } as const;
    expect(says({}, waits)).toEqual(['Paused, alice is offline. Goes on by itself', 'cancel']);
    expect(says({}, { ...waits, doneBytes: 0 })).toEqual(['alice is offline. Comes by itself', 'cancel']);
    expect(says({}, waits, [], { isOnline: false })).toEqual([
      'Paused, you are offline. Goes on by itself',
      'cancel',
    ]);
    expect(says({}, waits, [], { isConnected: () => true })).toEqual([
      'Waits for its turn with alice',
      'cancel',
    ]);
  });

  test.each([
    [ended('damaged', 12 * MIB), 'Damaged: 1 of 640 parts. Fetch again', 'again'],
    [ended('damaged', 40 * MIB), 'Damaged: not what alice named. Fetch again', 'again'],
    [ended('changed'), 'The file was changed since; ask alice to send it again', null],
    [ended('gone'), 'alice does not offer it any more. Ask for it again', 'again'],
    [ended('cancelled'), 'You called it off', 'fetch'],
    [ended('expired'), 'The message expired before all of it was here', null],
    [ended('no-room'), 'The disk is full. Make room and fetch again; it goes on from what is here', 'again'],
  ] as const)('ends: %o', (file, sentence, act) => expect(says({}, file)).toEqual([sentence, act]));

  test('comes by itself where it is small', () => {
    const small = { isSmall: true, bytes: 900 * 1024 };
    expect(says({}, { ...small, state: 'waiting', doneBytes: 300 * 1024 })).toEqual([
      '300 of 900 KB are here. Comes by itself',
      null,
    ]);
    expect(says({}, { ...small, ...ended('damaged') })).toEqual([
      'Damaged: not what alice named. Ask for it again',
      null,
    ]);
  });
});

describe('the file of a message of ours', () => {
  test('waits, is fetched, and is there', () => {
    expect(says({ ...OUT, state: 'queued' }, {})).toEqual(['Waits here, too large to carry', 'withdraw']);
    expect(says(OUT, {})).toEqual(['Waits for bob to fetch it', 'withdraw']);
    const moving = { direction: 'out', did: BOB, state: 'fetching', doneBytes: 12 * MIB } as const;
    expect(says(OUT, {}, [moving], { leftMs: 20_000 })).toEqual([
      'bob fetches it, 12 of 40 MB, about 20 s left',
      'cancel',
    ]);
    expect(says(OUT, { state: 'whole' })).toEqual(['bob has all of it', null]);
    expect(says(OUT, ended('changed'))).toEqual(['The file was changed since; send it again', null]);
    expect(says(OUT, ended('cancelled'))).toEqual(['You offer it no more', null]);
  });

  test('is told of everyone together', () => {
    const to = { ...OUT, thread: 'broadcast' };
    const two = [{ state: 'whole' }, { state: 'offered' }] as const;
    expect(says(to, {}, [{ state: 'offered' }, { state: 'offered' }])).toEqual([
      'Nobody has fetched it yet',
      'withdraw',
    ]);
    expect(says(to, {}, two)).toEqual(['Fetched by 1 of 2', 'withdraw']);
    expect(says(to, {}, [{ state: 'whole' }, { state: 'whole' }])).toEqual(['Fetched by 2 of 2', null]);
    const small = { isSmall: true, state: 'fetching', doneBytes: 20 * MIB } as const;
    expect(says(to, { ...small, wentTo: { done: 1, total: 2 } })).toEqual([
      'All of it delivered to 1 of 2',
      'cancel',
    ]);
  });
});

describe('how much of it', () => {
  afterEach(() => speak('en'));

  test.each([
    [0, 40 * MIB, '0 of 40 MB'],
    [1.5 * MIB, 40 * MIB, '1.5 of 40 MB'],
    [40 * MIB, 40 * MIB, '40 of 40 MB'],
    [50 * MIB, 40 * MIB, '40 of 40 MB'],
    [300, 900, '300 of 900 bytes'],
    [512 * MIB, 1024 * MIB, '0.5 of 1 GB'],
  ])('%d of %d reads %s', (done, total, words) => expect(byteSizeOf(done, total)).toBe(words));

  test('in German, too', () => {
    speak('de');
    expect(byteSizeOf(1.5 * MIB, 40 * MIB)).toBe('1,5 von 40 MB');
    expect(says(OUT, ended('changed'))[0]).toBe('Die Datei wurde seither geändert; sende sie noch einmal');
  });
});
