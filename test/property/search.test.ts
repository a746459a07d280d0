import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ReadersFinder } from '../../electron/node/search/passing-index.ts';
import { SearchIndex } from '../../electron/node/search/search-index.ts';
import { termsOf } from '../../electron/node/search/search-terms.ts';
import { openStore, type Store } from '../../electron/node/store/store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const RUNS = process.env.GHOSTSTACK_LONG ? 1000 : 60;
const CELL = 'c'.repeat(64);
const ANY = { member: null, fromMs: null, toMs: null };
const WORDS = [
  'ladder',
  'Leiter',
  'été',
  'shed',
  'NEAR',
  '"quoted"',
  'a*',
  'x'.repeat(3000),
  '‮mirror',
  '<b>bold</b>',
];

const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }).map((words) => words.join(' '));
const which = fc.nat(1000);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), text }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('change' as const), which, text }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deliver' as const), which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('sign' as const), title: text, text }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('setAside' as const), which }) },
  { weight: 4, arbitrary: fc.constant({ do: 'index' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

function open(): Store {
  const store = openStore({ path: ':memory:' });
  onTestFinished(() => store.close());
  return store;
}

class History {
  readonly store = open();
  index = new SearchIndex({ store: this.store, clock: Date.now });
  #messages = 0;
  #entries = 0;

  take(one: Step): void {
    const { db } = this.store;
    const chosen = 'which' in one ? 1 + (one.which % Math.max(1, this.#messages)) : 0;
    if (one.do === 'write') this.#write(one.text);
    else if (one.do === 'sign') this.#sign(one.title, one.text);
    else if (one.do === 'cancel')
      db.prepare("UPDATE messages SET state = 'cancelled' WHERE id = ?").run(chosen);
    else if (one.do === 'deliver')
      db.prepare("UPDATE messages SET state = 'delivered' WHERE id = ?").run(chosen);
    else if (one.do === 'change')
      db.prepare('UPDATE messages SET payload = ? WHERE id = ?').run(one.text, chosen);
    else if (one.do === 'delete') db.prepare('DELETE FROM messages WHERE id = ?').run(chosen);
    else if (one.do === 'setAside') {
      db.prepare('DELETE FROM log_entries WHERE position = ?').run(
        1 + (one.which % Math.max(1, this.#entries)),
      );
    } else if (one.do === 'index') this.index.step(1000);
    else this.index = new SearchIndex({ store: this.store, clock: Date.now });
  }

  #write(payload: string): void {
    this.#messages += 1;
    const id = this.#messages;
    this.store.db
      .prepare(
        `INSERT INTO messages (sender, recipient, payload, uuid, direction, thread, sender_did, state, payload_bytes,
           created_at_ms, expires_at_ms) VALUES ('a', 'b', ?, ?, 'out', 'did:b', 'did:a', 'queued', 1, ?, ?)`,
      )
      .run(payload, `uuid ${id}`, id, id);
  }

  #sign(title: string, body: string): void {
    this.#entries += 1;
    const seq = this.#entries;
    const kind = ['draft', 'comment', 'vote', 'endorse'][seq % 4];
    const said =
      kind === 'vote' ? { comment: body } : kind === 'comment' ? { text: body } : { title, text: body };
    this.store.db
      .prepare(
        `INSERT INTO log_entries (cell, hash, author, gen, seq, kind, entry, received_at_ms)
         VALUES (?, ?, 'a', 0, ?, ?, ?, 0)`,
      )
      .run(CELL, `hash ${seq}`, seq, kind, JSON.stringify({ entry: { body: said }, signature: '' }));
  }

  found(finder: ReadersFinder | SearchIndex['finder']): unknown {
    return WORDS.map((word) => {
      const terms = termsOf(word);
      const ids = finder.messages(terms, ANY, Number.MAX_SAFE_INTEGER, 1000).map(({ id }) => id);
      const [term = ''] = terms;
      return {
        word: word.slice(0, 12),
        ids,
        count: finder.countMessages(terms, ANY, 1000),
        titles: finder.entries(CELL, term, 'title').sort(),
        texts: finder.entries(CELL, term, 'text').sort(),
      };
    });
  }

  read(): unknown {
    const reader = new ReadersFinder(this.store.db);
    try {
      return this.found(reader);
    } finally {
      reader.close();
    }
  }
}

describe('the index of all texts', () => {
  it('is after any history what it is when it is built anew, and what a reader finds without it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const history = new History();
        for (const one of steps) history.take(one);
        const lagging = history.read();
        while (history.index.step(1000));
        const incremental = history.found(history.index.finder);
        expect(incremental).toEqual(lagging);
        for (const _ of history.index.check());
        history.index.rebuild('older');
        while (history.index.step(1000));
        expect(history.found(history.index.finder)).toEqual(incremental);
      }),
      { numRuns: RUNS },
    );
  });

  it('leaves nothing of a text that is deleted', () => {
    const folder = temporaryFolder();
    const store = openStore({ path: join(folder, 'node.db') });
    onTestFinished(() => store.close());
    const index = new SearchIndex({ store, clock: Date.now });
    const insert = store.db.prepare(
      `INSERT INTO messages (sender, recipient, payload, uuid, direction, thread, sender_did, state, payload_bytes,
         created_at_ms, expires_at_ms) VALUES ('a', 'b', ?, ?, 'out', 'did:b', 'did:a', 'queued', 1, 1, 1)`,
    );
    for (let number = 0; number < 50; number += 1) insert.run(`secret${number} ladder`, `u${number}`);
    index.step(1000);
    store.db.prepare("DELETE FROM messages WHERE payload LIKE 'secret7 %'").run();
    index.step(1000);
    const blocks = store.db.prepare('SELECT block FROM search_messages_data').pluck().all() as Buffer[];
    const held = Buffer.concat(blocks).toString('latin1');
    const terms = store.db
      .prepare('SELECT count(*) FROM search_messages WHERE search_messages MATCH ?')
      .pluck();
    expect(terms.get('"secret7"')).toBe(0);
    expect(terms.get('"secret8"')).toBe(1);
    store.db.exec("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, search_messages, 'row')");
    expect(store.db.prepare("SELECT term FROM temp.words WHERE term = 'secret7'").all()).toEqual([]);
    expect(held.length).toBeGreaterThan(0);
    expect(store.db.prepare('SELECT count(*) FROM search_changes').pluck().get()).toBe(0);
  });

  it('is built anew when its bytes were changed, and stays out of the way of messages', () => {
    const history = new History();
    for (let number = 0; number < 300; number += 1) history.take({ do: 'write', text: `ladder ${number}` });
    history.index.step(1000);
    const { db } = history.store;
    db.unsafeMode(true);
    const blocks = db.prepare('SELECT id, block FROM search_messages_data WHERE id > 10').all() as {
      id: number;
      block: Buffer;
    }[];
    for (const { id, block } of blocks) {
      for (let at = 0; at < block.length; at += 3) block[at] = (block[at] ?? 0) ^ 0x55;
      db.prepare('UPDATE search_messages_data SET block = ? WHERE id = ?').run(block, id);
    }
    db.unsafeMode(false);

    history.take({ do: 'write', text: 'ladder after the damage' });
    history.take({ do: 'delete', which: 4 });
    const index = new SearchIndex({ store: history.store, clock: () => 42 });
    expect(index.guarded(() => [...index.check()])).toBeUndefined();
    expect(index.view()).toMatchObject({ state: 'building', why: 'damaged', repairedAtMs: null });
    while (index.step(1000));
    expect(index.view()).toMatchObject({ state: 'ready', why: 'damaged', repairedAtMs: 42 });
    expect(index.finder.countMessages(['ladder'], ANY, 1000)).toBe(300);
    expect(index.finder.countMessages(['after'], ANY, 1000)).toBe(1);
  });

  it('is built anew when it cannot even be opened', () => {
    const history = new History();
    history.take({ do: 'write', text: 'ladder' });
    history.index.step(1000);
    const { db } = history.store;
    db.unsafeMode(true);
    db.exec('DROP TABLE search_messages_config');
    db.unsafeMode(false);
    history.index.guarded(() => history.index.finder.countMessages(['ladder'], ANY, 1000));
    while (history.index.step(1000));
    expect(history.index.finder.countMessages(['ladder'], ANY, 1000)).toBe(1);
  });
});
