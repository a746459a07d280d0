import { describe, expect, test } from 'vitest';
import { draftsIn } from '../../../renderer/features/messages/drafts.ts';

function storage(limit = Number.POSITIVE_INFINITY) {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    removeItem: (key: string) => void items.delete(key),
    setItem: (key: string, value: string) => {
      if (value.length > limit) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, value);
    },
  };
}

describe('drafts of messages', () => {
  test('survive the page that wrote them, each with its own member', () => {
    const place = storage();
    draftsIn(place, 'did:alice').set('did:bob', 'The key is');
    expect(draftsIn(place, 'did:alice').get('did:bob')).toBe('The key is');
    expect(draftsIn(place, 'did:carol').get('did:bob')).toBe('');
  });

  test('leave nothing behind once they are sent', () => {
    const place = storage();
    const drafts = draftsIn(place, 'did:alice');
    drafts.set('did:bob', 'The key is');
    drafts.set('did:bob', '');
    expect(place.items.size).toBe(0);
  });

  test('are bounded in number and length; the one that is written is always kept', () => {
    const place = storage();
    const drafts = draftsIn(place, 'did:alice');
    for (let n = 0; n < 60; n += 1) drafts.set(`did:${n}`, `text ${n}`);
    drafts.set('did:10', 'changed');
    const again = draftsIn(place, 'did:alice');
    expect(again.get('did:9')).toBe('');
    expect(again.get('did:10')).toBe('changed');
    expect(again.get('did:59')).toBe('text 59');
    drafts.set('did:long', 'x'.repeat(600_000));
    expect(draftsIn(place, 'did:alice').get('did:long')).toHaveLength(600_000);
    expect(draftsIn(place, 'did:alice').get('did:59')).toBe('');
  });

  test('live as long as the page where there is no room, or no place', () => {
    for (const place of [storage(10), null]) {
      const drafts = draftsIn(place, 'did:alice');
      drafts.set('did:bob', 'The key is under the mat');
      expect(drafts.get('did:bob')).toBe('The key is under the mat');
    }
  });

  test('that were written by something else are not read', () => {
    const place = storage();
    for (const value of ['{', '7', '[["did:bob"]]', '[["did:bob",7]]', '[null]']) {
      place.items.set('ghoststack.drafts.did:alice', value);
      expect(draftsIn(place, 'did:alice').get('did:bob')).toBe('');
    }
  });
});
