import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z as library } from 'zod';
import { z as own } from '../../../renderer/proof-page/schema.ts';

/** One schema made of either, in the ways in which the bodies of entries are. */
function made(z: typeof library) {
  const Name = z
    .string()
    .trim()
    .refine((text) => text.length >= 1 && text.length <= 5);
  const Pair = z.tuple([z.int().min(0).max(9), z.int().min(1).max(9)]).refine(([a, b]) => a < b);
  return z
    .strictObject({
      v: z.literal(1),
      name: Name,
      hash: z.string().regex(/^[0-9a-f]{2}$/),
      pair: Pair,
      most: z.int().min(1).nullable(),
      choice: z.enum(['A', 'B']),
      is: z.boolean(),
      list: z.array(z.record(z.string(), z.unknown())).min(1).max(2),
      seen: z.record(z.string().regex(/^[a-z]+$/), z.union([Name, z.array(Name).min(2).max(3)])),
      comment: z.string().optional(),
      signature: z.string().length(2).exactOptional(),
      change: z
        .discriminatedUnion('type', [
          z.strictObject({ type: z.literal('x'), n: z.int() }),
          z.strictObject({ type: z.literal('y') }),
        ])
        .optional(),
    })
    .refine(({ most, pair }) => most !== pair[0]);
}

const RIGHT = {
  v: 1,
  name: ' bob ',
  hash: 'a0',
  pair: [1, 2],
  most: null,
  choice: 'A',
  is: true,
  list: [{ a: 1 }],
  seen: { a: 'x', b: ['x', 'y'] },
};

const odd = fc.oneof(
  fc.constantFrom(
    null,
    undefined,
    1,
    0,
    -1,
    2 ** 53,
    1.5,
    '',
    'a0',
    'A',
    ' x ',
    true,
    [],
    {},
    [1, 2],
    [2, 1],
    ['x', 'y'],
  ),
  fc.constantFrom(
    { type: 'x', n: 1 },
    { type: 'y' },
    { type: 'y', n: 1 },
    { type: 'z' },
    { a: ['x'] },
    { A: 'x' },
  ),
  fc.jsonValue(),
);

it('takes and refuses what the schema library does, and reads the same', () => {
  const [theirs, ours] = [made(library), made(own as unknown as typeof library)];
  const keys = [...Object.keys(RIGHT), 'comment', 'signature', 'change', 'other'];
  let taken = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...keys), odd), { maxLength: 2 }), (changes) => {
      const value = { ...RIGHT, ...Object.fromEntries(changes) };
      const [one, other] = [theirs.safeParse(value), ours.safeParse(value)];
      expect(other.success).toBe(one.success);
      if (one.success) expect(other.data).toEqual(one.data);
      taken += Number(one.success);
    }),
    { numRuns: 500 },
  );
  expect(taken).toBeGreaterThan(20);
});
