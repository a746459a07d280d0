import { describe, expect, test } from 'vitest';
import type { Peer } from '#shared/contract/domain/peer.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import { speaking } from '#shared/words/language.ts';
import { peerReason } from '#shared/words/reasons/peer-reason.ts';
import { pulse } from '#shared/words/reasons/pulse.ts';
import { NOW_MS, samplePeer } from '../../support/sample-states.ts';

const megabytes = (n: number) => says('error.size.megabytes', { n });
const HOUR = 3_600_000;
const context = { nowMs: NOW_MS, online: true, network: true, myName: 'alice' };
const reasonOf = (change: Partial<Peer>, other: Partial<typeof context> = {}) =>
  peerReason(samplePeer(change), { ...context, ...other });

describe('the reason of a peer', () => {
  test.each<[string, Partial<Peer>, string, string, string | null]>([
    ['in sync', {}, 'ok', 'In sync.', 'Last pass 17:42:06.'],
    [
      'being sent to',
      { sending: { done: 12, total: 40, bytesDone: 9830, bytesTotal: 31744 } },
      'down',
      'Connected, sending 12 of 40.',
      '9.6 KB of 31 KB sent.',
    ],
    [
      'sending',
      { receiving: { done: 7, total: 18, bytesDone: 0, bytesTotal: 0 } },
      'up',
      'Connected, receiving 7 of 18.',
      null,
    ],
    [
      'offline',
      {
        link: { state: 'offline' },
        lastSeenAtMs: NOW_MS - 3 * HOUR,
        waitingMessages: 3,
        nextTryAtMs: NOW_MS + 40_000,
      },
      'offline',
      'Offline, last seen 3 h ago.',
      '3 messages wait. Next try in 40 s at 192.168.1.23.',
    ],
    [
      'never seen',
      { link: { state: 'never-seen' }, lastSeenAtMs: null },
      'offline',
      'Not seen yet.',
      'Added 2 h ago.',
    ],
    [
      'being called',
      { link: { state: 'connecting', attempt: 3 } },
      'waiting',
      'Connecting, try 3 at 192.168.1.23.',
      null,
    ],
    [
      'ahead in time',
      { clockAheadMs: 4 * 60_000 },
      'ok',
      'In sync. Clock 4 min ahead of yours.',
      'Order and votes do not depend on clocks.',
    ],
    [
      'on two computers',
      { twinSeenAtMs: NOW_MS - 3 * 60_000 },
      'ok',
      'In sync. Runs on two computers at once, seen 3 min ago. Ask bob in person.',
      'Last pass 17:42:06.',
    ],
    [
      'on two computers, a while ago',
      { twinSeenAtMs: NOW_MS - 11 * 60_000 },
      'ok',
      'In sync.',
      'Last pass 17:42:06.',
    ],
    [
      'sending too much',
      { isSlowed: true },
      'ok',
      'In sync. It sends more than this node takes in a minute, so it is taken more slowly.',
      'Last pass 17:42:06.',
    ],
    [
      'of a newer version',
      { link: { state: 'version', theirs: 2, ours: 1 } },
      'stop',
      'Speaks version 2, this computer speaks version 1.',
      'Update GhostStack here.',
    ],
    [
      'refusing',
      { link: { state: 'refused', reason: asWritten('not a member of Maple Street.') } },
      'stop',
      'Refused: not a member of Maple Street.',
      null,
    ],
    [
      'cut off',
      {
        link: {
          state: 'cut-off',
          reason: says('error.violation.frameTooLarge', { size: megabytes(9), limit: megabytes(1) }),
        },
        nextTryAtMs: NOW_MS + 600_000,
      },
      'stop',
      'Cut off: sent a frame of 9 MB, the limit is 1 MB.',
      'Next try in 10 min at 192.168.1.23.',
    ],
  ])('that is %s', (_name, change, mark, sentence, detail) => {
    expect(reasonOf(change)).toMatchObject({ mark, sentence, detail });
  });

  test('is said whole in the language of whoever reads it', () => {
    const reason = says('error.violation.frameTooLarge', { size: megabytes(9), limit: megabytes(1) });
    const cutOff = speaking('de', () => reasonOf({ link: { state: 'cut-off', reason } }).sentence);
    expect(cutOff).toBe('Getrennt: hat einen Frame von 9 MB gesendet, die Grenze ist 1 MB.');
    // What another node worded stays as it is.
    const theirs = asWritten('this node speaks version 2');
    const refused = speaking('de', () => reasonOf({ link: { state: 'refused', reason: theirs } }).sentence);
    expect(refused).toBe('Abgewiesen: this node speaks version 2.');
  });

  test('is my own absence before anything else', () => {
    expect(reasonOf({ link: { state: 'offline' }, waitingMessages: 3 }, { online: false })).toMatchObject({
      mark: 'waiting',
      sentence: 'You are offline on purpose.',
      detail: '3 messages wait.',
    });
  });

  test('is the missing network, unless the peer is connected all the same', () => {
    expect(reasonOf({ link: { state: 'offline' } }, { network: false }).sentence).toBe(
      'This computer has no network.',
    );
    expect(reasonOf({}, { network: false }).sentence).toBe('In sync.');
  });

  test('does not claim sync while messages wait', () => {
    expect(reasonOf({ waitingMessages: 2 }).sentence).toBe('Connected, 2 messages wait.');
  });

  test('says that a peer without an address has to connect by itself', () => {
    const away = { link: { state: 'offline' }, address: null } as const;
    expect(reasonOf({ ...away, addressesKnown: 0 }).detail).toContain('bob has to connect to you');
    // Not beside a next try, nor while nobody is dialled.
    expect(reasonOf({ ...away, addressesKnown: 2, nextTryAtMs: NOW_MS + 2_000 }).detail).toBe(
      'Next try in 2 s.',
    );
    expect(reasonOf({ ...away, addressesKnown: null }).detail).toBeNull();
  });

  test('is not said of a peer while it is this computer that is away', () => {
    const seen = { link: { state: 'offline' }, lastSeenAtMs: NOW_MS - 200 } as const;
    expect(reasonOf(seen, { online: false }).short).toBe('last seen just now');
    expect(reasonOf({ ...seen, lastSeenAtMs: NOW_MS - 3 * HOUR }, { network: false }).short).toBe(
      'last seen 3 h ago',
    );
  });

  test('shows what hides in a name or in a cause', () => {
    const { side, sentence } = reasonOf({
      name: 'b\u202Eob',
      link: { state: 'refused', reason: asWritten('x\u202Ey') },
    });
    expect(side.name).toBe('b⟨U+202E⟩ob');
    expect(sentence).not.toContain('\u202E');
  });
});

describe('the pulse', () => {
  const carol = samplePeer({ did: 'did:key:carol', name: 'carol', order: 2 });

  test('counts who is in sync and names the worst', () => {
    const bob = samplePeer({ link: { state: 'offline' }, lastSeenAtMs: NOW_MS - 3 * HOUR });
    expect(pulse([carol, bob], context, [])).toMatchObject({
      mark: 'offline',
      headline: '1 of 2 peers in sync',
      detail: 'bob offline 3 h',
      inSync: 1,
    });
  });

  test('says where this computer listens while there is no peer', () => {
    expect(pulse([], context, ['/ip4/192.168.1.14/tcp/4001'])).toMatchObject({
      headline: 'No peers yet',
      detail: 'Listening on 192.168.1.14',
    });
  });

  test('says that nothing waits when all is well', () => {
    expect(pulse([carol], context, [])).toMatchObject({ mark: 'ok', detail: 'Nothing waits' });
  });
});
