/** A member alone with its clock: no news of the cell comes, and its list is published all the same. */
import { beforeEach, expect, test } from 'vitest';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { MESH_MEMBER } from '../../../electron/node/credentials/index.ts';
import { CredentialStore } from '../../../electron/node/issuing/credential-store.ts';
import {
  issueCredential,
  listDueAtMs,
  publishList,
  revokeCredential,
} from '../../../electron/node/issuing/issuing-desk.ts';
import { ListKeeper, LONGEST_SLEEP_MS } from '../../../electron/node/root/list-keeper.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { LocalMember } from '../../../electron/node/tutorial/local-member.ts';

const START_MS = Date.UTC(2026, 4, 12);
/** Of one moment an entry is dated later than the one before it. */
const AFTER_MS = 100;
let nowMs = START_MS;
let asleep: { readonly untilMs: number; readonly ring: () => void } | null = null;
let fails = false;
let alice: LocalMember;
let store: CredentialStore;
let keeper: ListKeeper;

const desk = () => {
  const { node, identity, key } = alice;
  return { log: node.log, store, scid: identity.scid, did: identity.did, key, nowMs };
};
const lists = () => alice.node.log.book.issuing.statusesBy(alice.identity.scid).length;

function issue(days: number) {
  return issueCredential(desk(), {
    type: MESH_MEMBER,
    subject: { did: alice.identity.did, publicKey: alice.key.publicKey },
    claims: { node_id: 'alice', role: 'relay', cell: 'cell-01' },
    days,
  });
}

/** Lets the alarms ring, as often as they are set, until then. */
function pass(untilMs: number): void {
  while (asleep && asleep.untilMs <= untilMs) {
    const { untilMs: atMs, ring } = asleep;
    expect(atMs - nowMs).toBeLessThanOrEqual(LONGEST_SLEEP_MS);
    asleep = null;
    nowMs = atMs;
    ring();
  }
  nowMs = untilMs;
}

beforeEach(() => {
  [nowMs, asleep, fails] = [START_MS, null, false];
  alice = new LocalMember({ name: 'alice', clock: () => nowMs });
  alice.found('Maple Street');
  store = new CredentialStore(openStore({ path: ':memory:' }));
  keeper = new ListKeeper({
    dueAtMs: () => listDueAtMs(desk(), store.list('issued')),
    publish: () => {
      if (fails) throw new Error('The disk is full.');
      publishList(desk());
    },
    clock: () => nowMs,
    alarm: (forMs, ring) => {
      asleep = { untilMs: nowMs + forMs, ring };
      return () => {
        asleep = null;
      };
    },
  });
  return () => alice.close();
});

test('nothing is published, and nothing wakes, while nothing was issued', () => {
  keeper.look();
  expect([lists(), asleep]).toEqual([0, null]);
});

test('the first at once, then weekly, until the last credential ends', () => {
  issue(20);
  keeper.look();
  expect(lists()).toBe(1);
  keeper.look();
  expect(lists()).toBe(1);
  pass(START_MS + 7 * DAY_MS - 1);
  expect(lists()).toBe(1);
  pass(START_MS + 7 * DAY_MS + AFTER_MS);
  expect(lists()).toBe(2);
  pass(START_MS + 60 * DAY_MS);
  expect(lists()).toBe(3);
  expect(asleep).toBeNull();
});

test('a revocation publishes it, and the week begins anew', () => {
  const credential = issue(365);
  keeper.look();
  pass(START_MS + 5 * DAY_MS);
  revokeCredential(desk(), credential);
  keeper.look();
  expect(lists()).toBe(2);
  pass(START_MS + 12 * DAY_MS - 1);
  expect(lists()).toBe(2);
  pass(START_MS + 12 * DAY_MS + AFTER_MS);
  expect(lists()).toBe(3);
});

test('what fails is tried again after a while, and nothing after it was stopped', () => {
  issue(365);
  fails = true;
  expect(() => keeper.look()).toThrow('The disk is full.');
  expect(lists()).toBe(0);
  fails = false;
  pass(nowMs + LONGEST_SLEEP_MS);
  expect(lists()).toBe(1);
  keeper.stop();
  expect(asleep).toBeNull();
});
