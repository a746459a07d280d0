import { describe, expect, test } from 'vitest';
import { sinceLost } from '../../../../electron/node/messaging/carrying/keys.ts';
import { type CarryFacts, mayCarry } from '../../../../electron/node/messaging/carrying/may-carry.ts';
import { Envelope } from '../../../../electron/node/messaging/envelope.ts';
import type { EnvelopeFacts } from '../../../../electron/node/messaging/seal-envelope.ts';
import { CELL } from '../../../support/carrying.ts';
import { craft } from '../../../support/craft-envelope.ts';
import { type Person, person } from '../../../support/messaging.ts';

const [alice, bob, carol, mallory] = ['alice', 'bob', 'carol', 'mallory'].map(person) as [
  Person,
  Person,
  Person,
  Person,
];
const NOW_MS = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;

function facts(change: Partial<CarryFacts> = {}): CarryFacts {
  const members = [alice, bob, carol].map(({ identity }) => identity);
  return {
    selfDid: carol.identity.did,
    cell: CELL,
    versions: (did) => members.filter((member) => member.did === did),
    nowMs: NOW_MS,
    ...change,
  };
}

async function envelope(
  change: Partial<EnvelopeFacts> = {},
  sender: Person = alice,
  recipient: Person = bob,
): Promise<Envelope> {
  const times = { cell: CELL, createdAtMs: NOW_MS, expiresAtMs: NOW_MS + DAY_MS };
  return Envelope.parse(JSON.parse(await craft({ ...times, ...change }, sender, recipient)));
}

describe('whether a parcel may be kept', () => {
  test('it may, if a member wrote it to a member', async () => {
    expect(mayCarry(await envelope(), facts())).toEqual({
      kind: 'carry',
      signingKey: alice.identity.signingKey,
    });
  });

  const refused = { kind: 'refused', isFault: false };
  test('not of another cell, nor of or for whoever is no member, nor of or for the carrier itself', async () => {
    expect(mayCarry(await envelope({ cell: 'd'.repeat(64) }), facts())).toEqual(refused);
    expect(mayCarry(await envelope({}, mallory, bob), facts())).toEqual(refused);
    expect(mayCarry(await envelope({}, alice, mallory), facts())).toEqual(refused);
    expect(mayCarry(await envelope({}, carol, bob), facts())).toEqual(refused);
    expect(mayCarry(await envelope({}, alice, carol), facts())).toEqual(refused);
  });

  test('not when it is over within a minute; later, when it comes from the day after tomorrow', async () => {
    expect(mayCarry(await envelope({ expiresAtMs: NOW_MS + 60_000 }), facts())).toEqual(refused);
    expect(mayCarry(await envelope({ expiresAtMs: NOW_MS + 61_000 }), facts()).kind).toBe('carry');
    const ahead = { createdAtMs: NOW_MS + DAY_MS + 1000, expiresAtMs: NOW_MS + 3 * DAY_MS };
    expect(mayCarry(await envelope(ahead), facts())).toEqual({ kind: 'later' });
  });

  test('a payload that is not what its hash says is a fault of whoever brings it', async () => {
    const broken = { ...(await envelope()), payload_hash: '0'.repeat(64) };
    expect(mayCarry(broken, facts())).toEqual({ kind: 'refused', isFault: true });
    const spelled = { ...(await envelope()), payload: 'A' };
    expect(mayCarry(spelled, facts())).toEqual({ kind: 'refused', isFault: true });
  });

  test('under an earlier key of its sender; later, under one that is not known here', async () => {
    const now = person('alice after a rotation').identity;
    const rotated = facts({
      versions: (did) => (did === alice.identity.did ? [alice.identity, now] : facts().versions(did)),
    });
    expect(mayCarry(await envelope(), rotated).kind).toBe('carry');
    const unheard = facts({
      versions: (did) => (did === alice.identity.did ? [now] : facts().versions(did)),
    });
    expect(mayCarry(await envelope(), unheard)).toEqual({ kind: 'later' });
  });

  test('not when it is sealed to a key that was lost since', async () => {
    const now = person('bob with another machine').identity;
    const to = (afterLoss: boolean) =>
      facts({
        versions: (did) =>
          did === bob.identity.did ? [bob.identity, { ...now, afterLoss }] : facts().versions(did),
      });
    expect(mayCarry(await envelope(), to(false)).kind).toBe('carry');
    expect(mayCarry(await envelope(), to(true))).toEqual(refused);
  });
});

test('what was sealed before the latest loss is what no version since has', () => {
  const keys = { signingKey: new Uint8Array(32), sealingKey: new Uint8Array(32) };
  const [first, lost, rotated] = [keys, { ...keys, afterLoss: true }, { ...keys, afterLoss: false }];
  expect(sinceLost([])).toEqual([]);
  expect(sinceLost([first])).toEqual([first]);
  expect(sinceLost([first, lost])).toEqual([lost]);
  expect(sinceLost([first, lost, rotated])).toEqual([lost, rotated]);
});
