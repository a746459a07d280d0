import { describe, expect, it } from 'vitest';
import { fadedStrength } from '#shared/protocol/trust/fade.ts';
import { authoriseEntry } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { replay } from '../../../electron/node/log/replay.ts';
import { parseEntry } from '../../../electron/node/log/signed-entry.ts';
import { makeTrustVector, verdictsOf } from '../../support/cell/trust-vector.ts';
import vector from '../../vectors/protocol/trust.json' with { type: 'json' };

const { comment, cell, entries, fadedStrengthOfOne, ...expected } = vector;

describe('test/vectors/protocol/trust.json', () => {
  it('has entries that are signed as they stand and have the hashes given', () => {
    expect(comment).toContain('docs/protocol.md');
    for (const { hash, text } of entries) expect(parseEntry(text).hash).toBe(hash);
    expect(entries.filter(({ valid }) => !valid)).toHaveLength(3);
  });

  it('has the verdicts, balances, statements, endorsements and ranks that follow from them', () => {
    const book = replay(
      cell,
      entries.map(({ text }) => text),
      1,
      authoriseEntry,
    );
    for (const { hash, valid } of entries) expect(book.verdict(book.graph.get(hash)!).valid).toBe(valid);
    expect(verdictsOf(book)).toEqual(expected);
  });

  it('says how a strength fades', () => {
    for (const { ageDays, value } of fadedStrengthOfOne) expect(fadedStrength(1, ageDays)).toBe(value);
  });

  it('is what members with these keys and clocks write today', () => {
    expect(makeTrustVector()).toEqual(vector);
  });
});
