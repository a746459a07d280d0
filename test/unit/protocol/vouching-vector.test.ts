import { describe, expect, it } from 'vitest';
import { authoriseEntry } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { IntegrityLog } from '../../../electron/node/log/integrity-log.ts';
import { LogStore } from '../../../electron/node/log/log-store.ts';
import { replay } from '../../../electron/node/log/replay.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { readCell, readJson } from '../../support/protocol/read-vectors.ts';
import type { VouchingVector } from '../../support/protocol/vouching-vector.ts';

const { base, sets } = readJson<VouchingVector>('vouching.json');
const { cell, lines, entries } = readCell(base);

describe('vouching.json', () => {
  it.each(sets)('$note', ({ instead, besides, missing }) => {
    const texts = [...lines.map((line, at) => instead[at + 1] ?? line), ...besides];
    const expected = entries.flatMap(({ hash }, at) => (missing.includes(at + 1) ? [] : [hash])).sort();
    for (const order of [texts, texts.toReversed(), [...texts.slice(5), ...texts.slice(0, 5)]]) {
      const store = openStore({ path: ':memory:' });
      const rows = new LogStore(store);
      const log = new IntegrityLog({
        cell,
        store: rows,
        clock: Date.now,
        authorise: authoriseEntry,
        author: null,
      });
      for (const text of order) log.receive([text]);
      expect([...log.graph.nodes()].map(({ hash }) => hash).sort()).toEqual(expected);
      store.close();
    }
  });

  it.each(sets)('a file with these lines is whole, or is not: $note', ({ instead, besides, missing }) => {
    const texts = lines.map((line, at) => instead[at + 1] ?? line);
    const verify = () => replay(cell, texts, 1, authoriseEntry).graph.size;
    if (besides.length > 0 || missing.length > 0) expect(verify).toThrow(/Line \d+/);
    else expect(verify()).toBe(lines.length);
  });
});
