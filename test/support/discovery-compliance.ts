import { expect, it } from 'vitest';
import type { DiscoveryKind } from '../../electron/node/transport/discovery/discovery.ts';
import { connectedTo, isReady, MEMBER, network, type Running, SNIFFER } from './lan-members.ts';
import { namespacesRequirement } from './network-namespaces.ts';
import { pollUntil } from './poll-until.ts';
import { describeIfMet } from './requirements.ts';

/** What every discovery must do, in real nodes on a network with a default route that were told nothing. */
export function discoveryCompliance(kind: DiscoveryKind): void {
  const lan = (count: number) => {
    const made = network(count);
    for (const node of made.nodes) node.setDefaultRoute();
    return { ...made, member: (index: number, name: string) => made.start(index, MEMBER, name, kind) };
  };
  const meets = (member: Running, count: number) =>
    pollUntil(
      () => connectedTo(member).size,
      (size) => size === count,
      30_000,
    );
  const stopped = (member: Running) =>
    pollUntil(
      () => member.said().some((line) => line.stopped),
      (isOver) => isOver === true,
    );

  describeIfMet(namespacesRequirement(), `${kind} is a discovery:`, () => {
    it('members find each other, whoever was first, and hear each other', async () => {
      const { member } = lan(3);
      const alice = member(0, 'alice');
      await pollUntil(() => isReady(alice), Boolean);
      const [bob, carol] = [member(1, 'bob'), member(2, 'carol')];
      for (const one of [alice, bob, carol]) await meets(one, 2);
      alice.order({ write: 'hello, both' });
      await pollUntil(
        () => [bob, carol].map((one) => one.said().findLast(({ holds }) => holds !== undefined)?.holds),
        (holds) => holds.every((size) => size === 1),
      );
      for (const one of [alice, bob, carol]) expect(one.said().flatMap(({ twin }) => twin ?? [])).toEqual([]);
    });

    it('one that stops is found again when it comes back', async () => {
      const { member } = lan(2);
      const alice = member(0, 'alice');
      const first = member(1, 'bob');
      await meets(alice, 1);
      first.order({ stop: true });
      await stopped(first);
      const before = alice.said().length;
      await meets(member(1, 'bob'), 1);
      await pollUntil(
        () => alice.said().slice(before),
        (lines) => lines.some(({ connected }) => connected === 'bob'),
      );
    });

    it('finds nobody who is no member, and is not taken for a member by one', async () => {
      const { member } = lan(3);
      const stranger = member(2, 'dave');
      const [alice, bob] = [member(0, 'alice'), member(1, 'bob')];
      for (const one of [alice, bob]) await meets(one, 1);
      expect([alice, bob].flatMap((one) => one.said()).map(({ found }) => found)).not.toContain('dave');
      // Dave knows them, and has been looking for them as long.
      expect(connectedTo(stranger).size).toBe(0);
    });

    it('a copy of a member that is started on another machine is recognised by both', async () => {
      const { member } = lan(2);
      const copies = [member(0, 'alice'), member(1, 'alice')];
      const words = await pollUntil(
        () => copies.map((copy) => copy.said().find(({ twin }) => twin !== undefined)?.twin ?? null),
        (twins) => twins.every((twin) => twin !== null),
        30_000,
      );
      expect(words[0]).toContain("A second node with this node's key runs at 10.77.0.2:");
      expect(words[1]).toContain("A second node with this node's key runs at 10.77.0.1:");
    });

    it('outlives an adapter that is taken out and put back before anybody looks', async () => {
      const { member, nodes } = lan(2);
      const alice = member(0, 'alice');
      await pollUntil(() => isReady(alice), Boolean);
      nodes[0]!.replaceAdapter();
      const bob = member(1, 'bob');
      await meets(bob, 1);
      await meets(alice, 1);
    });

    it('is silent once it is turned off, and heard again when it is turned on', async () => {
      const { member, start, nodes } = lan(3);
      const [alice, bob] = [member(0, 'alice'), member(1, 'bob')];
      for (const one of [alice, bob]) await meets(one, 1);
      alice.order({ discovery: 'none' });
      await pollUntil(
        () => alice.said().some((line) => line.discovery === 'none'),
        (isOff) => isOff,
      );
      const sniffer = start(2, SNIFFER, nodes[2]!.address);
      const { address } = nodes[0]!;
      const packets = () => sniffer.lines.slice(1).map((line) => Buffer.from(line, 'base64'));
      const told = () =>
        packets().filter(
          (packet) =>
            packet.includes(`/ip4/${address}/`) ||
            packet.includes(Buffer.from(address.split('.').map(Number))),
        ).length;
      // Bob asks, as carol is missing.
      await pollUntil(packets, ({ length }) => length > 2, 30_000);
      expect(told()).toBe(0);
      alice.order({ discovery: kind });
      await pollUntil(told, (count) => count > 0, 30_000);
    });
  });
}
