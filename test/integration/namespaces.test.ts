import { expect, it } from 'vitest';
import { peerIdOf } from '../../electron/node/transport/link/peer-key.ts';
import {
  allLinked,
  connectedTo,
  isReady,
  MEMBER,
  NAMES,
  network,
  type Running,
  SNIFFER,
} from '../support/lan-members.ts';
import { someHash } from '../support/memory-log.ts';
import { person } from '../support/messaging.ts';
import { namespacesRequirement } from '../support/network-namespaces.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

/** Milliseconds from the moment at which the last was started to the one at which all were connected. */
function tookMs(members: Running[]): number {
  const ready = members.map((member) => member.said().find((line) => line.ready)!.atMs);
  const linked = members.flatMap((member) =>
    [...connectedTo(member)].map((name) => member.said().find(({ connected }) => connected === name)!.atMs),
  );
  return Math.max(...linked) - Math.max(...ready);
}

describeIfMet(namespacesRequirement(), 'On a network without a router, told nothing of each other', () => {
  it('three members find each other within 2 s, and a stranger learns neither who they are nor of which cell', async () => {
    const { start, nodes } = network(4);
    const sniffer = start(3, SNIFFER, nodes[3]!.address);
    await pollUntil(
      () => sniffer.lines,
      (lines) => lines.includes('ready'),
    );
    const members = NAMES.map((name, index) => start(index, MEMBER, name));
    await pollUntil(
      () => allLinked(members),
      (linked) => linked,
    );
    console.log(`found and connected ${tookMs(members)} ms after the last of three was started`);
    expect(tookMs(members)).toBeLessThan(2_000);

    members[0]!.order({ write: 'hello, both' });
    await pollUntil(
      () => members.map((member) => member.said().findLast(({ holds }) => holds !== undefined)?.holds),
      (holds) => holds.every((size) => size === 1),
    );
    for (const member of members) member.order({ stop: true });
    await pollUntil(
      () => members.map((member) => member.said().some(({ stopped }) => stopped)),
      (stopped) => stopped.every(Boolean),
    );
    expect(members.flatMap((member) => member.said().flatMap(({ twin }) => twin ?? []))).toEqual([]);

    const heard = Buffer.concat(sniffer.lines.slice(1).map((line) => Buffer.from(line, 'base64')));
    expect(heard.length).toBeGreaterThan(500);
    const secrets = NAMES.map(person).flatMap(({ name, key, identity }) => [
      name,
      identity.did,
      identity.did.slice('did:key:'.length),
      peerIdOf(key.publicKey).toString(),
    ]);
    for (const secret of [...secrets, someHash('the cell of the tests'), 'ghoststack', 'p2p']) {
      expect(heard.includes(secret)).toBe(false);
    }
  });

  it('one whose link comes up later is found, and found again when its cable was pulled', async () => {
    const { start, nodes } = network(3);
    nodes[2]!.setLink(false);
    const members = NAMES.map((name, index) => start(index, MEMBER, name));
    await pollUntil(
      () => members.every(isReady) && connectedTo(members[0]!).size === 1,
      (ready) => ready,
    );
    expect(connectedTo(members[2]!).size).toBe(0);
    nodes[2]!.setLink(true);
    await pollUntil(
      () => allLinked(members),
      (linked) => linked,
    );
    // Two who dial each other at once end one connection: what counts is whom it has, not how often it met somebody.
    const present = () => {
      const names = new Set<string>();
      for (const { connected, disconnected } of members[2]!.said()) {
        if (connected !== undefined) names.add(connected);
        if (disconnected !== undefined) names.delete(disconnected);
      }
      return names.size;
    };
    nodes[2]!.setLink(false);
    await pollUntil(present, (count) => count === 0);
    members[0]!.order({ write: 'while carol was away' });
    nodes[2]!.setLink(true);
    await pollUntil(
      () => present() === 2 && members[2]!.said().some(({ holds }) => holds === 1),
      (is) => is,
    );
  });

  it('a copy of a member that is started on another machine is recognised by both', async () => {
    const { start } = network(2);
    const copies = [start(0, MEMBER, 'alice'), start(1, MEMBER, 'alice')];
    const words = await pollUntil(
      () => copies.map((copy) => copy.said().find(({ twin }) => twin !== undefined)?.twin ?? null),
      (twins) => twins.every((twin) => twin !== null),
    );
    expect(words[0]).toContain("A second node with this node's key runs at 10.77.0.2:");
    expect(words[1]).toContain("A second node with this node's key runs at 10.77.0.1:");
  });
});
