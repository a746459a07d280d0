import { beforeEach, describe, expect, it } from 'vitest';
import { readRecoveryCode } from '../../../electron/node/cell/joining/invitation.ts';
import type { RecoveryCodes } from '../../../electron/node/cell/recovering/recovery-codes.ts';
import type { RecoveryDesk } from '../../../electron/node/cell/recovering/recovery-desk.ts';
import {
  HashesAnswer,
  NamesAnswer,
  StateAnswer,
} from '../../../electron/node/cell/recovering/recovery-exchange.ts';
import { recoveryProof, signRecovery } from '../../../electron/node/cell/recovering/recovery-proof.ts';
import type { RecoveryStore } from '../../../electron/node/cell/recovering/recovery-store.ts';
import { decodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import type { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { nextKeyHash } from '../../../electron/node/identity/did-webvh/index.ts';
import {
  BORN_AT_MS,
  CELL,
  DeskAlone,
  keyOf,
  multikey,
  RecoveringMember,
} from '../../support/cell/recovering-member.ts';

const HOUR_MS = 3_600_000;
let [alice, bob, carol]: RecoveringMember[] = [];
let clock: Pick<DeskAlone, 'nowMs' | 'facts'>;
let store: RecoveryStore;
let desk: RecoveryDesk;
let codes: RecoveryCodes;
let secret: Uint8Array;
let id: string;

beforeEach(() => {
  [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name, at) => new RecoveringMember(name, 10 * at + 1));
  const alone = new DeskAlone(bob!, [alice!, bob!, carol!]);
  ({ store, codes, desk } = alone);
  clock = alone;
  const view = codes.create(['/ip4/127.0.0.1/tcp/1'], HOUR_MS);
  id = view.id;
  secret = decodeBase64url(readRecoveryCode(view.url).secret);
});

const machine = keyOf(100);
const head = (by: SigningKey = machine) => ({
  v: 1,
  ask: 'recovery',
  cell: CELL,
  proof: recoveryProof(secret, CELL, by.publicKey),
});
const ask = (more: object = {}, by: SigningKey = machine) =>
  desk.answer({ ...head(by), ...more }, by.publicKey);
const hashes = (by?: SigningKey) => HashesAnswer.parse(ask({}, by));
const proof = (key: SigningKey, by: SigningKey = machine) => {
  const { nonce } = hashes(by);
  return { key: multikey(key), signature: signRecovery(key, { cell: CELL, nonce, asker: by.publicKey }) };
};
const code = (run: () => unknown): string => {
  try {
    run();
    return 'answered';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

describe('Who has no code', () => {
  it('is told the same, whatever it asks', () => {
    const wrong = { ...head(), proof: recoveryProof(new Uint8Array(16), CELL, machine.publicKey) };
    const stolen = { ...head(keyOf(101)), v: 1 };
    const requests = [wrong, { ...wrong, ...proof(alice!.words) }, { ...wrong, more: 'x' }, stolen];
    expect(requests.map((request) => code(() => desk.answer(request, machine.publicKey)))).toEqual(
      requests.map(() => 'not-found'),
    );
  });
});

describe('Who has a code and nobody’s words', () => {
  it('learns how many have committed to what, and no name', () => {
    const { hashes: committed } = hashes();
    const all = [alice, bob, carol].flatMap((one) => [one!.nextKey, one!.words]);
    expect(committed).toEqual(all.map(({ publicKey }) => nextKeyHash(publicKey)).sort());
    expect(JSON.stringify(hashes())).not.toMatch(/alice|bob|carol|Maple/);
  });

  it('is refused alike for a key of nobody, a signature of another, and a device’s key that does not dial', () => {
    const messages = [
      () => ask(proof(keyOf(150))),
      () => ask({ ...proof(alice!.words), signature: proof(bob!.words).signature }),
      () => ask(proof(alice!.nextKey)),
      () => ask({ ...proof(alice!.words), key: 'z6Mknothing' }),
      () => ask({ versions: alice!.byWords(machine), lost: true }),
    ].map((run) => {
      try {
        return run();
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(new Set(messages)).toEqual(new Set(['These words are not those of a member of this cell.']));
    expect(store.get(id)?.asker).toBeNull();
  });

  it('cannot pass on a signature that was made for another machine', () => {
    const { key, signature } = proof(alice!.words);
    expect(code(() => ask({ key, signature }, keyOf(101)))).toBe('refused');
  });

  it('is told another number for every key it comes with', () => {
    expect(hashes().nonce).toBe(hashes().nonce);
    expect(hashes(keyOf(101)).nonce).not.toBe(hashes().nonce);
  });
});

describe('Who has the words', () => {
  it('is told its name, and the code is for that machine alone from then on', () => {
    const names = NamesAnswer.parse(ask(proof(alice!.words)));
    expect(names).toMatchObject({ cellName: 'Maple Street', alias: 'alice', inviter: { alias: 'bob' } });
    expect(ask(proof(alice!.words))).toEqual(names);
    expect(store.get(id)?.asker).toMatchObject({ scid: alice!.scid, by: 'words' });
    expect(code(() => ask({}, keyOf(101)))).toBe('conflict');
    expect(code(() => ask(proof(carol!.words)))).toBe('conflict');
  });

  it('is told where it stands, and again when its log has grown meanwhile', () => {
    ask(proof(alice!.words));
    const wanted = { versions: alice!.byWords(machine), lost: true };
    expect(StateAnswer.parse(ask(wanted))).toEqual({ state: 'asking', reason: null });
    store.accept(id);
    expect(ask(wanted)).toMatchObject({ state: 'voting' });
    // A thief was faster with the device's key; the words open what it left.
    alice!.take(alice!.byDevice());
    expect(StateAnswer.parse(ask(wanted))).toMatchObject({ state: 'again', didLog: alice!.log.didLog });
    const anew = { versions: alice!.byWords(machine, BORN_AT_MS + 120_000), lost: true };
    expect(ask(anew)).toMatchObject({ state: 'voting' });
    alice!.take(anew.versions);
    expect(ask(anew)).toMatchObject({ state: 'admitted', didLog: alice!.log.didLog });
  });

  it('is refused versions that are not its own, or break a rule', () => {
    ask(proof(alice!.words));
    const good = alice!.byWords(machine);
    const refused = [
      { versions: alice!.byWords(keyOf(101)), lost: true },
      { versions: carol!.byWords(machine), lost: true },
      { versions: good.slice(0, 1), lost: true },
      { versions: good.toReversed(), lost: true },
      { versions: alice!.byDevice(), lost: false },
      { versions: [{ ...good[0], versionTime: '2027-01-15T08:01:01Z' }, good[1]], lost: true },
      { versions: [{}, {}], lost: true },
    ];
    for (const wanted of refused) expect(code(() => ask(wanted))).toBe('refused');
    const ahead = alice!.byWords(machine, clock.nowMs + 25 * HOUR_MS);
    expect(() => ask({ versions: ahead, lost: true })).toThrow('more than a day ahead');
    expect(code(() => ask({ versions: [...good, good[1]], lost: true }))).toBe('malformed');
    expect(store.get(id)?.wanted).toBeNull();
  });

  it('may say that its screen shows other words: the code is for nobody then, and the operator is shown that once', () => {
    expect(code(() => ask({ differ: true }))).toBe('refused');
    ask(proof(alice!.words));
    expect(code(() => ask({ differ: false }))).toBe('malformed');
    expect(code(() => ask({ differ: true }, keyOf(101)))).toBe('conflict');
    expect(store.get(id)?.differs).toBe(false);
    expect(StateAnswer.parse(ask({ differ: true }))).toEqual({ state: 'refused', reason: 'differ' });
    expect(store.get(id)).toMatchObject({ differs: true, refused: false });
    const wanted = { versions: alice!.byWords(machine), lost: true };
    expect(ask(wanted)).toEqual({ state: 'refused', reason: 'differ' });
    expect(store.get(id)?.wanted).toBeNull();
    // Put away by the operator, and said once more by a machine that did not hear the answer.
    store.refuse(id);
    ask({ differ: true });
    expect(store.get(id)).toMatchObject({ differs: false, refused: true });
    expect(ask(wanted)).toEqual({ state: 'refused', reason: 'operator' });
  });

  it('stays with what was accepted: other versions of the same log begin no other ballot', () => {
    ask(proof(alice!.words));
    const wanted = { versions: alice!.byWords(machine), lost: true };
    ask(wanted);
    store.accept(id);
    const others = { versions: alice!.byWords(machine, BORN_AT_MS + 120_000), lost: true };
    expect(ask(others)).toMatchObject({ state: 'voting' });
    expect(store.get(id)).toMatchObject({ accepted: true, wanted });
    // Nor is the ballot that was lost opened again.
    clock.facts = { ballot: 'lost' };
    expect(ask(others)).toEqual({ state: 'refused', reason: 'ballot' });
    expect(store.get(id)).toMatchObject({ wanted });
  });

  it('needs another click for another thing than was accepted', () => {
    ask(proof(alice!.words));
    const versions = alice!.byWords(machine);
    ask({ versions, lost: true });
    store.accept(id);
    ask({ versions, lost: false });
    expect(store.get(id)?.accepted).toBe(false);
  });
});

it('A device may come with its own next key, without words, for a feed that it goes on with', () => {
  const { nextKey } = alice!;
  expect(NamesAnswer.parse(ask(proof(nextKey, nextKey), nextKey)).alias).toBe('alice');
  expect(code(() => ask({ versions: alice!.byDevice(), lost: true }, nextKey))).toBe('refused');
  expect(ask({ versions: alice!.byDevice(), lost: false }, nextKey)).toMatchObject({ state: 'asking' });
});

describe('A code', () => {
  it('that has expired begins nothing, and what began before goes on', () => {
    const early = keyOf(110);
    clock.nowMs += 2 * HOUR_MS;
    expect(code(() => ask({}, early))).toBe('expired');
    clock.nowMs -= 2 * HOUR_MS;
    ask(proof(alice!.words));
    clock.nowMs += 2 * HOUR_MS;
    expect(code(() => ask(proof(alice!.words)))).toBe('answered');
  });

  it('that was withdrawn is none, unless its machine was accepted', () => {
    ask(proof(alice!.words));
    const wanted = { versions: alice!.byWords(machine), lost: true };
    ask(wanted);
    codes.withdraw(id);
    expect(code(() => ask(wanted))).toBe('not-found');
    store.accept(id);
    expect(ask(wanted)).toMatchObject({ state: 'voting' });
  });

  it('is good for 7 days at most', () => {
    const { expiresAtMs } = codes.create(['/ip4/127.0.0.1/tcp/1'], 1_000 * HOUR_MS);
    expect(expiresAtMs - clock.nowMs).toBe(7 * 24 * HOUR_MS);
  });

  it('of another cell is no proof here', () => {
    const proofElsewhere = recoveryProof(secret, 'cd'.repeat(32), machine.publicKey);
    expect(
      code(() => desk.answer({ ...head(), cell: 'cd'.repeat(32), proof: proofElsewhere }, machine.publicKey)),
    ).toBe('not-found');
  });
});
