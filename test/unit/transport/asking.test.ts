import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Carrier } from '../../../electron/node/messaging/carrying/carrier.ts';
import { Asking } from '../../../electron/node/transport/carry/asking.ts';
import type { Said } from '../../../electron/node/transport/carry/carry-frames.ts';
import { WANTED_PATIENCE_MS, Wanted } from '../../../electron/node/transport/carry/wanted.ts';

let wanted: Wanted;
/** Names of what came meanwhile, and by which receipts what was answered. */
let here: Set<string>;
let answered: Map<string, string>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
  wanted = new Wanted();
  here = new Set();
  answered = new Map();
});
afterEach(() => {
  vi.useRealTimers();
});

function askingOf(did: string, carries = true) {
  const said: Said[] = [];
  const pushed: string[] = [];
  const carrier: Partial<Carrier> = {
    lacking: (items, isForSelf) => (carries || isForSelf ? items.filter((item) => !here.has(item)) : []),
    unanswered: (items) => ({
      items: items.filter((item) => !answered.has(item)),
      receipts: items.flatMap((item) => answered.get(item) ?? []),
    }),
  };
  const asking = new Asking({
    carrier: carrier as Carrier,
    did,
    wanted,
    say: (one) => void said.push(one),
    push: (hashes) => void pushed.push(...hashes),
    later: (delayMs, run) => void setTimeout(run, delayMs),
  });
  return { asking, pushed, asked: () => said.flatMap((one) => (one.type === 'want' ? one.items : [])) };
}

describe('what a peer names', () => {
  test('before anything can be said to it is asked for once that can be, what is for this node first', () => {
    const { asking, asked } = askingOf('carol');
    asking.named(['a'], false);
    asking.named(['b'], true);
    expect(asked()).toEqual([]);
    asking.begin();
    expect(asked()).toEqual(['b', 'a']);
  });

  test('and was answered here is not asked for, and the peer is sent the receipt', () => {
    answered.set('a', 'receipt of a');
    const { asking, asked, pushed } = askingOf('carol');
    asking.begin();
    asking.named(['a', 'b'], true);
    expect(asked()).toEqual(['b']);
    expect(pushed).toEqual(['receipt of a']);
  });

  test('is asked for by whoever carries nothing only where it is said to be for it', () => {
    const { asking, asked } = askingOf('carol', false);
    asking.begin();
    asking.named(['a'], false);
    asking.named(['b'], true);
    expect(asked()).toEqual(['b']);
  });

  test('and another one was asked for is asked for later if it has not come, also when the stream broke meanwhile', () => {
    const [first, second] = [askingOf('mallory'), askingOf('carol')];
    first.asking.begin();
    second.asking.begin();
    first.asking.named(['a', 'b'], true);
    second.asking.named(['a', 'b'], true);
    expect(second.asked()).toEqual([]);
    here.add('a');
    second.asking.pause();
    vi.advanceTimersByTime(WANTED_PATIENCE_MS);
    second.asking.begin();
    expect(second.asked()).toEqual([]);
    vi.advanceTimersByTime(WANTED_PATIENCE_MS);
    expect(second.asked()).toEqual(['b']);
  });
});
