import { createHash } from 'node:crypto';
import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { hashOfChunk } from '../../../electron/node/messaging/files/chunks.ts';
import type { OfferedMessage } from '../../../electron/node/messaging/files/fetch-table.ts';
import { CHUNK_BYTES } from '../../../electron/node/messaging/files/file-limits.ts';
import { incomingPaths } from '../../../electron/node/messaging/files/incoming-file.ts';
import {
  askFor,
  type FileNode,
  fileNode,
  greeted,
  offer,
  serveWith,
  someFile,
} from '../../support/file-node.ts';
import { addressOf, connect } from '../../support/libp2p.ts';
import { type Person, person } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';

const [alice, bob, carol] = ['alice', 'bob', 'carol'].map(person) as [Person, Person, Person];
const didOf = ({ identity }: Person): string => identity.did;
const MIB = 1024 * 1024;
const CUTS = process.env.GHOSTSTACK_LONG ? 10 : 2;

const partOf = (node: FileNode): string => {
  const { way } = node.offered().file;
  return incomingPaths(join(node.folder, 'incoming'), 'root' in way ? way.root : '').part;
};
const rootOf = (node: FileNode): string => {
  const { way } = node.offered().file;
  return 'root' in way ? way.root : '';
};
const ended = (node: FileNode) =>
  pollUntil(
    () => node.fetchTable.fetchOf(node.offered().message),
    (fetch) => fetch?.state === 'ended' || fetch?.state === 'whole',
    20_000,
  );
const linkOf = (node: FileNode, other: Person) => node.daemon.status(didOf(other))?.link;

async function pair(): Promise<[FileNode, FileNode]> {
  return [await fileNode(alice, [bob]), await fileNode(bob, [alice])];
}

describe('a large file over one connection', () => {
  test('comes whole over cuts by either side', async () => {
    const [sender, recipient] = await pair();
    const path = someFile(8 * MIB + 5);
    await offer(sender, recipient, path);
    await connect(sender, recipient);
    recipient.fetches.fetch(recipient.offered());
    const { message } = recipient.offered();
    for (let cut = 1; cut <= CUTS; cut++) {
      await pollUntil(
        () => recipient.fetches.fetching(message)?.doneBytes ?? 0,
        (done) =>
          done >= (cut * 7 * MIB) / (CUTS + 1) || recipient.fetchTable.fetchOf(message)?.state === 'whole',
        20_000,
      );
      const node = cut % 2 === 0 ? sender : recipient;
      await node.daemon.peer(didOf(cut % 2 === 0 ? bob : alice)).takeOffline();
      await node.daemon.peer(didOf(cut % 2 === 0 ? bob : alice)).bringOnline();
      if (cut % 2 === 1) await sender.daemon.tryNow();
    }
    expect(await ended(recipient)).toMatchObject({ state: 'whole' });
    expect(readFileSync(partOf(recipient))).toEqual(readFileSync(path));
  });

  test('is one of five from as many members: four come at a time, and one of whom goes away holds no place', async () => {
    const people = [alice, carol, ...['dave', 'erin', 'frank'].map(person)];
    const recipient = await fileNode(bob, people);
    const offered = new Map<FileNode, OfferedMessage>();
    const paths = new Map<FileNode, string>();
    for (const who of people) {
      const sender = await fileNode(who, [bob]);
      // The first is long: it is under way still when its sender goes.
      paths.set(sender, someFile((offered.size === 0 ? 64 : 2) * MIB));
      await offer(sender, recipient, paths.get(sender)!);
      offered.set(sender, recipient.offered());
      await connect(sender, recipient);
    }
    const [[leaving, its], ...others] = [...offered] as [
      [FileNode, OfferedMessage],
      ...[FileNode, OfferedMessage][],
    ];
    for (const one of offered.values()) recipient.fetches.fetch(one);
    await pollUntil(
      () => recipient.fetches.fetching(its.message)?.doneBytes ?? 0,
      (done) => done > 0,
    );
    await leaving.daemon.stop();
    for (const [sender, { message, file }] of others) {
      await pollUntil(
        () => recipient.fetchTable.fetchOf(message)?.state,
        (state) => state === 'whole',
      );
      const { part } = incomingPaths(
        join(recipient.folder, 'incoming'),
        'root' in file.way ? file.way.root : '',
      );
      expect(readFileSync(part).equals(readFileSync(paths.get(sender)!))).toBe(true);
    }
    expect(recipient.mostAtOnce()).toBe(4);
    await pollUntil(
      () => recipient.fetches.fetching(its.message),
      (fetching) => fetching === null,
    );
    expect(recipient.fetchTable.fetchOf(its.message)).toMatchObject({ state: 'waiting', code: null });
  });

  test('that was changed with its size and time kept ends as changed, and nothing of the change leaves its sender', async () => {
    const [sender, recipient] = await pair();
    const path = someFile(3 * MIB);
    // Times are set to the second, to be set to the same again.
    utimesSync(path, 1_000_000_000, 1_000_000_000);
    const number = await offer(sender, recipient, path);
    const { hashes } = sender.offerTable.served(didOf(bob), rootOf(recipient), Date.now())!;
    const bytes = readFileSync(path);
    bytes.fill(7, 20 * CHUNK_BYTES, 21 * CHUNK_BYTES);
    writeFileSync(path, bytes);
    utimesSync(path, 1_000_000_000, 1_000_000_000);
    const root = rootOf(recipient);
    const raw = await greeted(bob, addressOf(sender));
    const heard = await askFor(raw, [{ get: 'chunks', root, from: 16, count: 16 }], 16);
    expect(heard.at(-1)?.answer).toEqual({ type: 'end', code: 'changed' });
    expect(heard).toHaveLength(5);
    for (const { answer, bytes: sealed } of heard.slice(0, -1)) {
      const index = answer.type === 'chunk' ? answer.index : -1;
      expect(createHash('sha256').update(sealed).digest()).toEqual(Buffer.from(hashOfChunk(hashes, index)));
    }
    expect(sender.offerTable.ofMessage(number)).toEqual([{ recipientDid: didOf(bob), state: 'changed' }]);
    await raw.host.stop();

    await connect(sender, recipient);
    recipient.fetches.fetch(recipient.offered());
    expect(await ended(recipient)).toMatchObject({ state: 'ended', code: 'changed' });
    expect(() => statSync(partOf(recipient))).toThrow();
  });

  test('is not there for a member that was not named, nor anything else: both are told the same', async () => {
    const sender = await fileNode(alice, [bob, carol]);
    const recipient = await fileNode(bob, [alice]);
    await offer(sender, recipient, someFile(2 * MIB));
    const root = rootOf(recipient);
    const member = await greeted(carol, addressOf(sender));
    const asked = [
      await askFor(member, [{ get: 'hashes', root }], 1),
      await askFor(member, [{ get: 'chunks', root, from: 0, count: 1 }], 1),
      await askFor(member, [{ get: 'hashes', root: '0'.repeat(64) }], 1),
    ];
    const nothing = [{ answer: { type: 'end', code: 'not-found' }, bytes: new Uint8Array(0) }];
    expect(
      asked.map((heard) => heard.map(({ answer, bytes }) => ({ answer, bytes: Uint8Array.from(bytes) }))),
    ).toEqual([nothing, nothing, nothing]);
    const own = await greeted(bob, addressOf(sender));
    expect((await askFor(own, [{ get: 'hashes', root }], 1))[0]?.answer.type).toBe('hashes');
    const beyond = await askFor(own, [{ get: 'chunks', root, from: 31, count: 16 }], 1);
    expect(beyond[0]?.answer).toEqual({ type: 'end', code: 'not-found' });
  });

  test('ends at once when it is called off by its sender, and is gone when its message has expired', async () => {
    const [sender, recipient] = await pair();
    const number = await offer(sender, recipient, someFile(2 * MIB));
    const root = rootOf(recipient);
    const raw = await greeted(bob, addressOf(sender));
    expect(await askFor(raw, [{ get: 'chunks', root, from: 0, count: 2 }], 2)).toHaveLength(2);
    sender.clock.advance(8 * DAY_MS);
    expect((await askFor(raw, [{ get: 'hashes', root }], 1))[0]?.answer).toEqual({
      type: 'end',
      code: 'gone',
    });
    sender.clock.advance(-8 * DAY_MS);
    sender.offers.withdraw(number, null);
    expect((await askFor(raw, [{ get: 'hashes', root }], 1))[0]?.answer).toEqual({
      type: 'end',
      code: 'gone',
    });
  });
});

describe('a sender that is not honest', () => {
  const hashes = (request: { get: string }, of: Uint8Array) =>
    request.get === 'hashes' ? ([[{ type: 'hashes', from: 0 }, of]] as const) : ([] as const);

  /** What alice offered before she was another program, which says hello to bob. */
  async function betrayed() {
    const [sender, recipient] = await pair();
    await offer(sender, recipient, someFile(2 * MIB));
    const root = rootOf(recipient);
    const known = Uint8Array.from(sender.offerTable.served(didOf(bob), root, Date.now())!.hashes);
    await sender.daemon.stop();
    const liar = await greeted(alice, addressOf(recipient));
    await pollUntil(
      () => linkOf(recipient, alice)?.state,
      (state) => state === 'connected',
    );
    return { recipient, liar, known };
  }

  test('and sends a chunk of another file is cut off; nothing of it is kept', async () => {
    const { recipient, liar, known } = await betrayed();
    const chunk = new Uint8Array(CHUNK_BYTES + 16);
    await serveWith(liar.host, (request) =>
      request.get === 'hashes' ? hashes(request, known) : [[{ type: 'chunk', index: request.from }, chunk]],
    );
    recipient.fetches.fetch(recipient.offered());
    expect(await ended(recipient)).toMatchObject({ code: 'damaged', doneBytes: 0 });
    expect(linkOf(recipient, alice)?.state).toBe('cut-off');
    expect(() => statSync(partOf(recipient))).toThrow();
  });

  test.each([
    [
      'more hashes than the file has chunks',
      (known: Uint8Array) => Buffer.concat([known, new Uint8Array(32)]),
    ],
    ['hashes of another file', (known: Uint8Array) => new Uint8Array(known.length)],
    ['half a hash', (known: Uint8Array) => known.subarray(0, 16)],
  ])('and sends %s is cut off before a chunk is asked for', async (_what, made) => {
    const { recipient, liar, known } = await betrayed();
    const asked = await serveWith(liar.host, (request) => hashes(request, made(known)));
    recipient.fetches.fetch(recipient.offered());
    expect(await ended(recipient)).toMatchObject({ code: 'damaged' });
    expect(linkOf(recipient, alice)?.state).toBe('cut-off');
    expect(asked.map(({ get }) => get)).toEqual(['hashes']);
  });

  test('and never sends anything keeps nobody else’s file from coming, and its own is tried again', async () => {
    const recipient = await fileNode(bob, [alice, carol], { acknowledgementMs: 300 });
    const [silent, honest] = [await fileNode(alice, [bob]), await fileNode(carol, [bob])];
    await offer(silent, recipient, someFile(2 * MIB));
    const waiting = recipient.offered();
    await silent.daemon.stop();
    const liar = await greeted(alice, addressOf(recipient));
    const asked = await serveWith(liar.host, () => []);
    await pollUntil(
      () => linkOf(recipient, alice)?.state,
      (state) => state === 'connected',
    );
    recipient.fetches.fetch(waiting);
    await offer(honest, recipient, someFile(2 * MIB));
    await connect(honest, recipient);
    recipient.fetches.fetch(recipient.offered());
    expect(await ended(recipient)).toMatchObject({ state: 'whole' });
    await pollUntil(
      () => recipient.fetches.fetching(waiting.message),
      (fetching) => fetching === null,
    );
    expect(recipient.fetchTable.fetchOf(waiting.message)).toMatchObject({ state: 'waiting', doneBytes: 0 });
    expect(asked.length).toBeGreaterThan(0);
    expect(linkOf(recipient, alice)?.state).toBe('connected');
  });
});
