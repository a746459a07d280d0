import multicastDns from 'multicast-dns';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sha256Hex } from '../../../electron/node/crypto/hash.ts';
import { systemRandom } from '../../../electron/node/messaging/random.ts';
import {
  MdnsDiscovery,
  type MdnsDiscoveryOptions,
} from '../../../electron/node/transport/discovery/mdns-discovery.ts';
import {
  announcement,
  dayOf,
  memberHint,
  serviceName,
} from '../../../electron/node/transport/discovery/mdns-packets.ts';
import type { LanInterface } from '../../../electron/node/transport/link/network-interfaces.ts';
import { pollUntil } from '../../support/poll-until.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Multicast stays on the loopback interface. */
const LOOPBACK: LanInterface = { name: 'lo', address: '127.0.0.1', netmask: '255.0.0.0' };
/** Fresh for every run, so that other runs on this machine are another cell. */
const secret = Buffer.from(systemRandom(16)).toString('hex');

/** What two of them share on a day. */
const shared = (one: string, other: string, day: number) =>
  sha256Hex([secret, day, ...[one, other].sort()].join(' '));

/** Somebody in a cell of a and b, who only looks around. */
function looker(self: string, port: number, options: Partial<MdnsDiscoveryOptions> = {}) {
  const found: string[] = [];
  const own: string[] = [];
  let changes = 0;
  const discovery = new MdnsDiscovery({
    secretsWith: (did, day) => [shared(self, did, day)],
    selfDid: self,
    memberDids: () => ['a', 'b'].filter((did) => did !== self),
    portAt: () => port,
    isLacking: () => true,
    onFound: (did, address) => found.push(`${did} ${address}`),
    onOwnName: (address) => own.push(address),
    onNetworkChange: () => {
      changes += 1;
    },
    clock: Date.now,
    random: systemRandom,
    interfaces: () => [LOOPBACK],
    ...options,
  });
  onTestFinished(() => discovery.stop());
  discovery.start();
  return { discovery, found, own, changes: () => changes };
}

const finds = (who: { found: string[] }, what: string, limitMs = 5_000) =>
  pollUntil(
    () => who.found,
    (found) => found.includes(what),
    limitMs,
  );

describe('Discovery', () => {
  it('lets two members find each other, whoever was first', async () => {
    const a = looker('a', 4001);
    const b = looker('b', 4002);
    await finds(a, 'b /ip4/127.0.0.1/tcp/4002', 2_000);
    await finds(b, 'a /ip4/127.0.0.1/tcp/4001', 2_000);
    expect([a.own, b.own]).toEqual([[], []]);
  });

  it('works between clocks that are most of a day apart', async () => {
    for (const offset of [-20, 20]) {
      const a = looker('a', 4001);
      const b = looker('b', 4002, { clock: () => Date.now() + (offset * DAY_MS) / 24 });
      await finds(a, 'b /ip4/127.0.0.1/tcp/4002');
      await finds(b, 'a /ip4/127.0.0.1/tcp/4001');
      await Promise.all([a, b].map(({ discovery }) => discovery.stop()));
    }
  });

  it('finds nobody of another cell', async () => {
    const a = looker('a', 4001);
    const stranger = looker('b', 4003, {
      secretsWith: (_did, day) => [sha256Hex(`another cell ${day}`)],
    });
    const b = looker('b', 4002);
    await finds(a, 'b /ip4/127.0.0.1/tcp/4002');
    expect(a.found.filter((line) => line.includes('4003'))).toEqual([]);
    expect(stranger.found).toEqual([]);
    expect(b.own).toEqual([]);
  });

  it('passes over what is announced from elsewhere than where it is said to be', async () => {
    const a = looker('a', 4001);
    const stranger = multicastDns({ interface: LOOPBACK.address, bind: '0.0.0.0', reuseAddr: true });
    onTestFinished(() => stranger.destroy());
    const tag = shared('a', 'b', dayOf(Date.now()));
    const names = { service: serviceName(tag), hint: memberHint(tag, 'b') };
    const say = (address: string, port: number) =>
      stranger.respond(announcement({ ...names, instance: 'ab'.repeat(8), address, port }));
    say('127.0.0.9', 4007);
    say('127.0.0.1', 4008);
    await finds(a, 'b /ip4/127.0.0.1/tcp/4008');
    expect(a.found.filter((line) => line.includes('4007'))).toEqual([]);
  });

  it('asks for each member under a name that only the two can make', async () => {
    const memberDids = (self: string) => () => ['a', 'b', 'c'].filter((did) => did !== self);
    const heard: string[] = [];
    const everything = multicastDns({ interface: LOOPBACK.address, bind: '0.0.0.0', reuseAddr: true });
    onTestFinished(() => everything.destroy());
    everything.on('query', ({ questions }) => heard.push(...(questions ?? []).map(({ name }) => name)));
    everything.on('response', ({ answers }) => heard.push(...(answers ?? []).map(({ name }) => name)));
    const a = looker('a', 4001, { memberDids: memberDids('a') });
    const b = looker('b', 4002, { memberDids: memberDids('b') });
    await finds(a, 'b /ip4/127.0.0.1/tcp/4002');
    await finds(b, 'a /ip4/127.0.0.1/tcp/4001');
    const today = dayOf(Date.now());
    const known = (one: string, other: string) => heard.includes(serviceName(shared(one, other, today)));
    expect([known('a', 'b'), known('a', 'c'), known('b', 'c')]).toEqual([true, true, true]);
    // Only one of the two finds anybody under it: c goes by the secret of a and b, and by no other.
    const c = looker('c', 4003, { secretsWith: (_did, day) => [shared('a', 'b', day)] });
    await pollUntil(
      () => heard.filter((name) => name === serviceName(shared('a', 'b', today))).length,
      (times) => times > 6,
    );
    expect([...a.found, ...b.found].filter((line) => line.includes('4003'))).toEqual([]);
    await c.discovery.stop();
  });

  it('asks at once for a member that is new, and is found by it', async () => {
    let members: string[] = [];
    const a = looker('a', 4001, { memberDids: () => members, isLacking: () => members.length > 0 });
    const b = looker('b', 4002, { isLacking: () => false });
    members = ['b'];
    await finds(a, 'b /ip4/127.0.0.1/tcp/4002', 2_000);
    await finds(b, 'a /ip4/127.0.0.1/tcp/4001', 2_000);
  });

  it('notices who else uses the name of this node', async () => {
    const [a, copy] = [looker('a', 4001), looker('a', 4009)];
    await pollUntil(
      () => [a.own, copy.own],
      ([one, other]) =>
        one!.includes('/ip4/127.0.0.1/tcp/4009') && other!.includes('/ip4/127.0.0.1/tcp/4001'),
    );
  });

  it('takes up interfaces that come later, and tells of it', async () => {
    let interfaces: LanInterface[] = [];
    const a = looker('a', 4001, { interfaces: () => interfaces });
    const b = looker('b', 4002);
    interfaces = [LOOPBACK];
    await finds(a, 'b /ip4/127.0.0.1/tcp/4002');
    await finds(b, 'a /ip4/127.0.0.1/tcp/4001');
    expect(a.changes()).toBe(1);
    interfaces = [];
    await pollUntil(a.changes, (count) => count === 2);
  });

  it('looks anew after the machine slept', async () => {
    let sleptMs = 0;
    const a = looker('a', 4001, { clock: () => Date.now() + sleptMs, isLacking: () => false });
    const b = looker('b', 4002, { isLacking: () => false });
    await finds(a, 'b /ip4/127.0.0.1/tcp/4002');
    expect(a.changes()).toBe(0);
    const before = a.found.length;
    sleptMs = 60_000;
    await pollUntil(a.changes, (count) => count === 1);
    await pollUntil(
      () => a.found.length,
      (count) => count > before,
    );
    expect(b.changes()).toBe(0);
  });
});
