import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinSmall } from '../../../electron/node/transport/link/join-small.ts';

const pieces = fc.array(
  fc.nat(3_000).map((length) => Buffer.alloc(length, length % 251)),
  { maxLength: 12 },
);

describe('Pieces that are joined', () => {
  it('are the same bytes, no two small ones after each other, and large ones are not copied', () => {
    fc.assert(
      fc.property(pieces, (given) => {
        const joined = joinSmall(given);
        expect(Buffer.concat(joined).equals(Buffer.concat(given))).toBe(true);
        const large = given.filter(({ length }) => length > 1024);
        expect(large.every((piece) => joined.includes(piece))).toBe(true);
        expect(joined.length).toBeLessThanOrEqual(2 * large.length + 1);
      }),
    );
  });
});
