import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SearchIndex } from '../../electron/node/search/search-index.ts';
import { TextFinder } from '../../electron/node/search/text-finder.ts';
import { openStore } from '../../electron/node/store/store.ts';

const RUNS = process.env.GHOSTSTACK_LONG ? 400 : 40;
const DIDS = ['did:a', 'did:b', 'did:c', 'did:self'];
const WORDS = ['ladder', 'lad', 'shed', 'été', 'l'];

const message = fc.record({
  words: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }),
  sender: fc.constantFrom(...DIDS),
  thread: fc.constantFrom('did:a', 'did:b', 'broadcast'),
  atMs: fc.nat(20),
  isCancelled: fc.boolean(),
});
const asked = fc.record({
  term: fc.constantFrom('l', 'la', 'lad', 'ladder', 's', 'ete', 'x'),
  member: fc.option(fc.constantFrom(...DIDS, 'did:nobody')),
  fromMs: fc.option(fc.nat(20)),
  toMs: fc.option(fc.nat(20)),
  before: fc.option(fc.nat(20), { nil: Number.MAX_SAFE_INTEGER }),
  limit: fc.integer({ min: 1, max: 6 }),
});

it('finds of a member and a time what looking at each message finds, be it of few or of many', () => {
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 20 }),
      fc.array(asked, { minLength: 1, maxLength: 8 }),
      (messages, queries) => {
        const store = openStore({ path: ':memory:' });
        const insert = store.db.prepare(
          `INSERT INTO messages (id, sender, recipient, payload, uuid, direction, thread, sender_did, state,
             payload_bytes, created_at_ms, expires_at_ms) VALUES (?, 'a', 'b', ?, ?, 'in', ?, ?, ?, 1, ?, 0)`,
        );
        messages.forEach(({ words, sender, thread, atMs, isCancelled }, at) => {
          const state = isCancelled ? 'cancelled' : 'received';
          insert.run(at + 1, words.join(' '), `uuid ${at}`, thread, sender, state, atMs);
        });
        const index = new SearchIndex({ store, clock: Date.now });
        while (index.step(1_000));
        for (const { term, member, fromMs, toMs, before, limit } of queries) {
          const fits = messages.flatMap(({ words, sender, thread, atMs, isCancelled }, at) => {
            const isThere = words.some((word) => folded(word).startsWith(term));
            const isOf = member === null || sender === member || thread === member;
            const isThen = (fromMs === null || atMs >= fromMs) && (toMs === null || atMs < toMs);
            return isThere && isOf && isThen && !isCancelled ? [at + 1] : [];
          });
          const newest = fits.filter((id) => id < before).reverse();
          for (const few of [0, 2, 10_000]) {
            const finder = new TextFinder(store.db, store.db, few);
            const filter = { member, fromMs, toMs };
            const found = finder.messages([term], filter, before, limit).map(({ id }) => id);
            expect(found).toEqual(newest.slice(0, limit));
            expect(finder.countMessages([term], filter, 3)).toBe(Math.min(3, fits.length));
          }
        }
        store.close();
      },
    ),
    { numRuns: RUNS },
  );
});

function folded(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '');
}
