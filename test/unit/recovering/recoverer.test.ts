import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { readRecoveryCode } from '../../../electron/node/cell/joining/invitation.ts';
import { byDevice, byWords, type FindKey } from '../../../electron/node/cell/recovering/member-key.ts';
import { Recoverer, type RecovererOptions } from '../../../electron/node/cell/recovering/recoverer.ts';
import type { HashesAnswer } from '../../../electron/node/cell/recovering/recovery-exchange.ts';
import { recoveryNonce } from '../../../electron/node/cell/recovering/recovery-proof.ts';
import {
  keptRecovery,
  newRecoveryRecord,
  RECOVERY_RECORD,
  RecoveryRecord,
} from '../../../electron/node/cell/recovering/recovery-record.ts';
import { recoveryWords } from '../../../electron/node/cell/recovering/recovery-words.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { CELL, DeskAlone, keyOf, RecoveringMember } from '../../support/cell/recovering-member.ts';

const HOUR_MS = 3_600_000;
/** D', D'', and the seed of alice's words: R_0 is its key. */
const [machine, after] = [keyOf(100), keyOf(101)];
const seed = new Uint8Array(32).fill(3);
const machineKeys = { device: machine, keyAfterNext: after.publicKey };

let [alice, bob]: RecoveringMember[] = [];
let bobs: DeskAlone;
let settings: SettingsStore;
let running: Recoverer | null;
let restored: RecoveryRecord[];
let asked: object[];
let id: string;
let typed: string;
/** What a lying member makes of an answer. */
let lie: (answer: unknown) => unknown;
let dies: boolean;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  [alice, bob] = [new RecoveringMember('alice', 1), new RecoveringMember('bob', 11)];
  bobs = new DeskAlone(bob, [alice, bob]);
  settings = new SettingsStore(openStore({ path: ':memory:' }));
  ({ id, code: typed } = bobs.codes.create(['/ip4/127.0.0.1/tcp/1'], HOUR_MS));
  settings.set(RECOVERY_RECORD, newRecoveryRecord(typed, bobs.nowMs));
  [restored, asked, lie, dies] = [[], [], (answer) => answer, false];
  running = null;
});

afterEach(() => {
  running?.stop();
  vi.useRealTimers();
});

/** As at a start of the new home, from what is on its disk. */
function goOn(key = machine, find?: FindKey, inPlace: Partial<RecovererOptions> = {}): Recoverer {
  running?.stop();
  const record = keptRecovery(settings);
  if (!record) throw new Error('no recovery is under way');
  running = new Recoverer({
    code: readRecoveryCode(record.code),
    record,
    asker: key.publicKey,
    ...(find ? { find } : {}),
    ask: async (request) => {
      asked.push(request as object);
      return lie(JSON.parse(JSON.stringify(bobs.desk.answer(request, key.publicKey))));
    },
    clock: () => bobs.nowMs,
    save: (next) => {
      if (dies) throw new Error('the disk is full');
      settings.set(RECOVERY_RECORD, next);
    },
    changed: () => undefined,
    restore: async (next) => {
      restored.push(next);
      return true;
    },
    ...inPlace,
  });
  return running;
}

const settle = (ms = 3_000) => vi.advanceTimersByTimeAsync(ms);
const words = () => byWords(seed, machineKeys);
const onDisk = () => settings.get(RECOVERY_RECORD, RecoveryRecord.nullable(), null);

async function comparing(): Promise<Recoverer> {
  const recoverer = goOn();
  await settle();
  expect(recoverer.view()).toMatchObject({ state: 'words', name: null, cellName: null });
  recoverer.give(words());
  await settle();
  return recoverer;
}

/** With the code alone; nothing of it is on disk afterwards. */
async function firstQuestion(): Promise<object> {
  goOn();
  await settle();
  settings.set(RECOVERY_RECORD, newRecoveryRecord(typed, bobs.nowMs));
  return asked[0]!;
}

async function certify(): Promise<void> {
  bobs.store.accept(id);
  alice!.take(bobs.store.get(id)?.wanted?.versions ?? []);
  await settle();
}

test('a machine with the words is told who it is, shows six words, and is the member once the cell has its versions', async () => {
  const recoverer = await comparing();
  const row = bobs.store.get(id)!;
  const sixWords = recoveryWords({
    cell: CELL,
    inviterKey: bob!.key.publicKey,
    askerKey: machine.publicKey,
    secret: row.secret,
    nonce: recoveryNonce(row.nonceKey, machine.publicKey),
  });
  expect(recoverer.view()).toMatchObject({
    state: 'comparing',
    name: 'alice',
    cellName: 'Maple Street',
    words: sixWords,
  });
  expect(bobs.store.get(id)?.wanted).toBeNull();
  recoverer.confirm(true);
  await settle();
  expect(recoverer.view()?.state).toBe('waiting');
  expect(bobs.store.get(id)?.wanted).toMatchObject({ lost: true });
  await certify();
  expect(restored).toHaveLength(1);
  expect(restored[0]?.names?.didLog).toEqual(alice!.log.didLog);
  expect(recoverer.view()).toBeNull();
  expect(onDisk()?.step).toBe('member');
});

test('words of nobody are sent nowhere, and nothing of the words is ever written', async () => {
  const recoverer = goOn();
  await settle();
  const before = asked.length;
  expect(() => recoverer.give(byWords(new Uint8Array(32).fill(9), machineKeys))).toThrow(
    'These words belong to nobody',
  );
  await settle();
  expect(asked).toHaveLength(before);
  recoverer.give(words());
  await settle();
  recoverer.confirm(true);
  await settle();
  const text = JSON.stringify(onDisk()) + JSON.stringify(asked);
  for (const form of ['hex', 'base64url', 'base64'] as const)
    expect(text).not.toContain(Buffer.from(seed).toString(form));
});

test('ended at any moment, it goes on; words are asked for again where they are still needed', async () => {
  await comparing();
  let recoverer = goOn();
  expect(recoverer.view()).toMatchObject({ state: 'comparing', name: 'alice' });
  recoverer.confirm(true);
  // The six words were compared; the 24 are needed to make the versions.
  expect(recoverer.view()?.state).toBe('words');
  recoverer = goOn();
  recoverer.give(words());
  await settle();
  expect(recoverer.view()?.state).toBe('waiting');
  const made = onDisk()?.wanted;
  recoverer = goOn();
  await settle();
  expect(asked.at(-1)).toMatchObject({ versions: made?.versions });
  await certify();
  expect(restored).toHaveLength(1);
});

test('a home that was ended while it became the member’s becomes it at the next start', async () => {
  const recoverer = await comparing();
  recoverer.confirm(true);
  await settle();
  dies = true;
  await certify();
  expect(onDisk()?.step).toBe('agreed');
  dies = false;
  await settle();
  expect(onDisk()?.step).toBe('member');
  settings.set(RECOVERY_RECORD, { ...onDisk()!, step: 'admitted' });
  goOn();
  await settle();
  expect(restored.length).toBeGreaterThanOrEqual(2);
  expect(onDisk()?.step).toBe('member');
});

test('a thief who was faster with the device costs the owner new versions, not the words', async () => {
  const recoverer = await comparing();
  recoverer.confirm(true);
  await settle();
  const first = onDisk()?.wanted?.versions.at(-1);
  alice!.take(alice!.byDevice());
  await settle();
  expect(onDisk()?.wanted?.versions.at(-1)).not.toEqual(first);
  await certify();
  expect(restored).toHaveLength(1);
  expect(alice!.log.versions.map(({ by }) => by)).toEqual(['first', 'device', 'words', 'device']);
});

test('the same after a restart, with the words typed once more', async () => {
  const recoverer = await comparing();
  recoverer.confirm(true);
  await settle();
  const again = goOn();
  alice!.take(alice!.byDevice());
  await settle();
  expect(again.view()?.state).toBe('words');
  again.give(words());
  await settle();
  await certify();
  expect(restored).toHaveLength(1);
});

test('a device comes back by its next key, without words', async () => {
  const { nextKey } = alice!;
  const recoverer = goOn(nextKey, byDevice({ device: nextKey, keyAfterNext: after.publicKey }));
  await settle();
  expect(recoverer.view()).toMatchObject({ state: 'comparing', name: 'alice' });
  recoverer.confirm(true);
  await settle();
  expect(bobs.store.get(id)?.wanted).toMatchObject({ lost: false, versions: [{}] });
  await certify();
  expect(restored).toHaveLength(1);
});

test('a home that comes back where it is becomes nobody else, by whosever words, and stays as it is until its log follows', async () => {
  const isCertified = { restore: async () => false };
  const others = goOn(machine, undefined, { scid: bob!.scid, ...isCertified });
  await settle();
  others.give(words());
  await settle();
  expect(others.view()).toMatchObject({ state: 'refused', name: null, words: null });
  expect(others.view()?.trouble?.message).toMatch(/^These are the words of alice, and this home is not/);
  settings.set(RECOVERY_RECORD, newRecoveryRecord(typed, bobs.nowMs));
  const own = goOn(machine, undefined, { scid: alice!.scid, ...isCertified });
  await settle();
  own.give(words());
  await settle();
  own.confirm(true);
  await settle();
  await certify();
  expect(own.view()).toMatchObject({ state: 'waiting', standing: { state: 'admitted' } });
  expect(onDisk()?.step).toBe('admitted');
});

test('a device whose next key was used by another one meanwhile is told so, and asked for no words', async () => {
  const { nextKey } = alice!;
  const find = byDevice({ device: nextKey, keyAfterNext: after.publicKey });
  alice!.take(alice!.byDevice());
  const recoverer = goOn(nextKey, find, { isByDevice: true });
  await settle();
  expect(recoverer.view()).toMatchObject({ state: 'refused', name: null });
  expect(recoverer.view()?.trouble?.message).toMatch(/another next key of this device.*with your words/);
});

test('a member that tells of somebody else’s log, or of none that is the words’, is believed nothing', async () => {
  lie = (answer) =>
    (answer as { alias?: string }).alias ? { ...(answer as object), didLog: bob!.log.didLog } : answer;
  const recoverer = await comparing();
  expect(recoverer.view()).toMatchObject({ state: 'refused', name: null, words: null });
  expect(recoverer.view()?.trouble?.message).toContain('identity that is not yours');
});

test('a member that says it is done when it is not is believed nothing', async () => {
  const recoverer = await comparing();
  const stale = alice!.log.didLog;
  lie = () => ({ state: 'admitted', reason: null, didLog: stale });
  recoverer.confirm(true);
  await settle();
  expect(restored).toHaveLength(0);
  expect(recoverer.view()?.state).toBe('refused');
});

test('words that differ end it: nothing was asked for, and the member is told, once it can be reached', async () => {
  let recoverer = await comparing();
  lie = () => {
    throw new GhostStackError('offline', says('error.link.lost'));
  };
  recoverer.confirm(false);
  await settle();
  const shown = { state: 'refused', words: null, trouble: { message: /The six words differ/ } };
  expect(recoverer.view()).toMatchObject({ ...shown, trouble: expect.anything() });
  expect(recoverer.view()?.trouble?.message).toMatch(shown.trouble.message);
  recoverer = goOn();
  await settle();
  expect(onDisk()?.step).toBe('parting');
  lie = (answer) => answer;
  await settle(10_000);
  expect(bobs.store.get(id)).toMatchObject({ differs: true, wanted: null });
  expect(onDisk()?.step).toBe('refused');
  expect(recoverer.view()?.trouble?.message).toMatch(shown.trouble.message);
});

test('who cannot be told that they differ for ten minutes is not called any more', async () => {
  const recoverer = await comparing();
  lie = () => {
    throw new GhostStackError('offline', says('error.link.lost'));
  };
  recoverer.confirm(false);
  await settle();
  bobs.nowMs += 11 * 60_000;
  await settle(60_000);
  expect(onDisk()?.step).toBe('refused');
  expect(recoverer.view()?.trouble?.message).toMatch(/The six words differ/);
});

test('who is refused is told why', async () => {
  const recoverer = await comparing();
  recoverer.confirm(true);
  await settle();
  bobs.store.refuse(id);
  await settle();
  expect(recoverer.view()).toMatchObject({ state: 'refused' });
  expect(recoverer.view()?.trouble?.message).toBe('The member that you asked refused.');
});

test('a member that tells a number of which no six words can be made is not understood', async () => {
  const names = { cellName: 'Maple Street', alias: 'alice', didLog: alice!.log.didLog };
  const inviter = { alias: 'bob', didLog: bob!.log.didLog };
  const hashes = (bobs.desk.answer(await firstQuestion(), machine.publicKey) as HashesAnswer).hashes;
  const recoverer = goOn(machine, words(), {
    ask: async (request) =>
      'key' in (request as object) ? { ...names, inviter } : { nonce: '!'.repeat(22), hashes },
  });
  await settle();
  expect(recoverer.view()).toMatchObject({ state: 'refused', words: null });
  expect(recoverer.view()?.trouble?.message).toMatch(/not understood/);
});

test('a member that asks for other versions again and again, of a log that has not grown, is asked as ever', async () => {
  const recoverer = await comparing();
  lie = () => ({ state: 'again', reason: null, didLog: alice!.log.didLog });
  recoverer.confirm(true);
  await settle(0);
  const before = asked.length;
  await settle(10_000);
  expect(asked.length - before).toBeLessThanOrEqual(6);
  lie = (answer) => answer;
  await settle();
  await certify();
  expect(onDisk()?.step).toBe('member');
});

test('whoever called it off and began anew becomes the member by what was accepted of it before', async () => {
  const recoverer = await comparing();
  recoverer.confirm(true);
  await settle();
  bobs.store.accept(id);
  const { wanted } = bobs.store.get(id)!;
  recoverer.callOff();
  settings.set(RECOVERY_RECORD, newRecoveryRecord(typed, bobs.nowMs));
  bobs.nowMs += 60_000;
  const again = await comparing();
  again.confirm(true);
  await settle();
  expect(onDisk()?.wanted).not.toEqual(wanted);
  expect(bobs.store.get(id)?.wanted).toEqual(wanted);
  await certify();
  expect(restored.map(({ names }) => names?.didLog)).toEqual([alice!.log.didLog]);
});

test('whoever called it off, and was let in all the same, becomes the member when it asks again', async () => {
  const recoverer = await comparing();
  recoverer.confirm(true);
  await settle();
  recoverer.callOff();
  bobs.store.accept(id);
  alice!.take(bobs.store.get(id)?.wanted?.versions ?? []);
  const { code } = bobs.codes.create(['/ip4/127.0.0.1/tcp/1'], HOUR_MS);
  settings.set(RECOVERY_RECORD, newRecoveryRecord(code, bobs.nowMs));
  const again = goOn(machine, byDevice(machineKeys));
  await settle();
  again.give(words());
  await settle();
  expect(again.view()).toMatchObject({ state: 'comparing', name: 'alice' });
  again.confirm(true);
  await settle();
  expect(restored.map(({ names }) => names?.didLog)).toEqual([alice!.log.didLog]);
  expect(onDisk()?.step).toBe('member');
});
