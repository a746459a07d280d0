/** RFC 9901 below any profile: whatever is concealed, nested and shown, a verifier sees that and nothing else. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sdJwt } from '../../electron/node/credentials/index.ts';
import { SigningKey } from '../../electron/node/crypto/signing-key.ts';

const RUNS = process.env.GHOSTSTACK_LONG ? 3000 : 80;
const key = SigningKey.fromSeed(new Uint8Array(32).fill(3));
const policy: sdJwt.SdJwtPolicy = {
  keyBinding: null,
  verify: (input, signature) => Buffer.compare(key.sign(input), signature) === 0,
};

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
const RESERVED = ['_sd', '...', '_sd_alg'];
const nameOf = fc.oneof(
  fc.constantFrom('a', 'b', 'a.b', 'constructor', '__proto__', 'é', ''),
  fc.string({ maxLength: 6 }).filter((name) => !RESERVED.includes(name)),
);
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string(),
    ),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(nameOf, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const claims = fc.dictionary(nameOf, tree, { minKeys: 1, maxKeys: 5, noNullPrototype: true });

const spelled = (path: sdJwt.ClaimPath) => JSON.stringify(path);

function pathsOf(value: Json, at: sdJwt.ClaimPath = []): sdJwt.ClaimPath[] {
  if (typeof value !== 'object' || value === null) return [];
  const members: [string | number, Json][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return members.flatMap(([name, member]) => [[...at, name], ...pathsOf(member, [...at, name])]);
}

/** What is left when everything is taken out that is concealed and not shown. */
function seen(value: Json, isSeen: (path: sdJwt.ClaimPath) => boolean, at: sdJwt.ClaimPath = []): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.flatMap((member, place) =>
      isSeen([...at, place]) ? [seen(member, isSeen, [...at, place])] : [],
    );
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      isSeen([...at, name]) ? [[name, seen(member, isSeen, [...at, name])]] : [],
    ),
  );
}

test('any part of any nested claims is concealed and shown, alone or with what it lies in', () => {
  fc.assert(
    fc.property(claims, fc.infiniteStream(fc.nat(2)), fc.nat(2), (content, coin, decoys) => {
      // What is 0 stays open, 1 is concealed, 2 is concealed and shown.
      const paths = pathsOf(content).map((path) => ({ path, is: coin.next().value as number }));
      const concealed = paths.filter(({ is }) => is > 0).map(({ path }) => path);
      fc.pre(concealed.length <= 64);
      const jwtOf = (more: number) => {
        const { payload, disclosures } = sdJwt.packClaims(content, { concealed, decoys: more });
        const jwt = sdJwt.writeJws({ alg: 'Ed25519' }, payload, (input) => key.sign(input));
        return { jwt, all: disclosures.map(({ text }) => text) };
      };
      const hidden = jwtOf(decoys);
      const whole = sdJwt.verifySdJwt(sdJwt.joinSdJwt(hidden.jwt, hidden.all), policy);
      expect(whole).toMatchObject({ ok: true });
      expect(whole.ok && whole.value.claims).toEqual(content);

      // Decoys move places in lists: what is where is asked without them.
      const { jwt, all } = jwtOf(0);
      const unpacked = sdJwt.unpackSdJwt(sdJwt.readSdJwt(sdJwt.joinSdJwt(jwt, all)));
      const shown = paths.filter(({ is }) => is === 2).map(({ path }) => path);
      const disclosures = sdJwt.chooseDisclosures(unpacked, shown);
      const verified = sdJwt.verifySdJwt(sdJwt.joinSdJwt(jwt, disclosures), policy);
      const kept = new Set(concealed.map(spelled));
      const isShown = (path: sdJwt.ClaimPath) =>
        !kept.has(spelled(path)) || shown.some((one) => path.every((name, place) => one[place] === name));
      expect(verified.ok && verified.value.claims).toEqual(seen(content, isShown));
      // One that is left out on the way is not missed; one that is added is.
      const others = all.filter((text) => !disclosures.includes(text));
      for (const other of others.slice(0, 1)) {
        const inside = unpacked.disclosed.find(({ text }) => text === other)?.inside ?? null;
        const isPlaced = inside === null || disclosures.some((text) => sdJwt.digestOf(text) === inside);
        const more = sdJwt.verifySdJwt(sdJwt.joinSdJwt(jwt, [...disclosures, other]), policy);
        expect(more.ok ? 'ok' : more.error.code).toBe(isPlaced ? 'ok' : 'disclosure-unreferenced');
      }
    }),
    { numRuns: RUNS },
  );
});
