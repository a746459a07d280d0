import { describe, expect, it, onTestFinished } from 'vitest';
import { sha256Hex } from '../../../electron/node/crypto/hash.ts';
import { systemRandom } from '../../../electron/node/messaging/random.ts';
import { type DiscoveryOptions, MdnsDiscovery } from '../../../electron/node/transport/mdns-discovery.ts';
import type { LanInterface } from '../../../electron/node/transport/network-interfaces.ts';
import { pollUntil } from '../../support/poll-until.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Multicast stays on the loopback interface. */
const LOOPBACK: LanInterface = { name: 'lo', address: '127.0.0.1', netmask: '255.0.0.0' };
/** Fresh for every run, so that other runs on this machine are another cell. */
const secret = Buffer.from(systemRandom(16)).toString('hex');

/** Somebody in a cell of a and b, who only looks around. */
function looker(self: string, port: number, options: Partial<DiscoveryOptions> = {}) {
  const found: string[] = [];
  const own: string[] = [];
  let changes = 0;
  const discovery = new MdnsDiscovery({
    tag: (day) => sha256Hex(`${secret} ${day}`),
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
    const stranger = looker('b', 4003, { tag: (day) => sha256Hex(`another cell ${day}`) });
    const b = looker('b', 4002);
    await finds(a, 'b /ip4/127.0.0.1/tcp/4002');
    expect(a.found.filter((line) => line.includes('4003'))).toEqual([]);
    expect(stranger.found).toEqual([]);
    expect(b.own).toEqual([]);
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
