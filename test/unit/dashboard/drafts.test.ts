import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Draft } from '#shared/contract/domain/message.ts';
import { DraftSaver } from '../../../renderer/features/messages/draft-saver.ts';
import { moveOlderDrafts } from '../../../renderer/features/messages/older-drafts.ts';

const draft = (text: string): Draft => ({ text, reply: null });

describe('what is typed', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('is kept at the first key, then at every pause, and whole when the page goes', () => {
    const kept: string[] = [];
    const saver = new DraftSaver<Draft>(({ text }) => void kept.push(text));
    for (const text of ['B', 'Br', 'Bri']) saver.change(draft(text));
    expect(kept).toEqual(['B']);
    expect(saver.isAtRest).toBe(false);
    vi.advanceTimersByTime(300);
    expect(kept).toEqual(['B', 'Bri']);
    saver.change(draft('Brin'));
    saver.flush();
    expect(kept).toEqual(['B', 'Bri', 'Brin']);
    vi.advanceTimersByTime(3_000);
    expect(kept).toHaveLength(3);
    expect(saver.isAtRest).toBe(true);
  });
});

describe('what the window itself kept before', () => {
  const KEY = 'ghoststack.drafts.did:alice';
  const ok = (value: unknown) => Promise.resolve({ ok: true, value });

  function node(kept: Record<string, string>, isFull = false) {
    const call = (name: string, { thread, text }: { thread: string; text?: string }) => {
      if (name === 'messages.draft') return ok(draft(kept[thread] ?? ''));
      if (isFull) return Promise.resolve({ ok: false, error: { code: 'store-full', message: 'full' } });
      kept[thread] = text ?? '';
      return ok(null);
    };
    return { call } as never;
  }

  function storage(value: string) {
    const items = new Map([[KEY, value]]);
    return {
      items,
      getItem: (key: string) => items.get(key) ?? null,
      removeItem: (key: string) => void items.delete(key),
    };
  }

  const BEGUN = JSON.stringify([
    ['did:bob', 'The key is'],
    ['broadcast', 'Who has'],
  ]);

  test('goes to the node, where nothing newer is, and stays nowhere else', async () => {
    const kept: Record<string, string> = { broadcast: 'newer' };
    const place = storage(BEGUN);
    await moveOlderDrafts(node(kept), place, 'did:alice');
    expect(kept).toEqual({ broadcast: 'newer', 'did:bob': 'The key is' });
    expect(place.items.size).toBe(0);
  });

  test('stays while the node cannot keep it, and what something else wrote is not read', async () => {
    const place = storage(BEGUN);
    await moveOlderDrafts(node({}, true), place, 'did:alice');
    expect(place.items.get(KEY)).toBe(BEGUN);
    for (const value of ['{', '7', '[["did:bob"]]', '[["did:bob",7]]', '[null]']) {
      const kept: Record<string, string> = {};
      await moveOlderDrafts(node(kept), storage(value), 'did:alice');
      expect(kept).toEqual({});
    }
  });
});
