import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { GhostStackError } from '#shared/contract/errors.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import {
  chunkBytes,
  chunkCount,
  fileKey,
  nameOfChunk,
  rootOf,
  sealChunk,
} from '../../../../electron/node/messaging/files/chunks.ts';
import { FetchTable, type OfferedMessage } from '../../../../electron/node/messaging/files/fetch-table.ts';
import { Fetches } from '../../../../electron/node/messaging/files/fetches.ts';
import { CHUNK_BYTES, SPARE_BYTES } from '../../../../electron/node/messaging/files/file-limits.ts';
import type { FileSource, WantedFile } from '../../../../electron/node/messaging/files/file-source.ts';
import { incomingPaths } from '../../../../electron/node/messaging/files/incoming-file.ts';
import type { Payload } from '../../../../electron/node/messaging/payload.ts';
import { craft, messageOf } from '../../../support/craft-envelope.ts';
import { type Person, person, TestClock, testNode } from '../../../support/messaging.ts';
import { pollUntil } from '../../../support/poll-until.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { expectCode } from '../../../support/throws-code.ts';

const bob = person('bob');
const senders = ['alice', 'carol', 'dave', 'erin', 'frank'].map(person);
const BYTES = 20 * CHUNK_BYTES + 3;
const COUNT = chunkCount(BYTES);

/** A file as somebody offers it, and its chunks as they would send them. */
function sealedFile() {
  const content = randomBytes(BYTES);
  const key = randomBytes(32);
  const chunks = Array.from({ length: COUNT }, (_, index) => {
    const from = index * CHUNK_BYTES;
    return Buffer.concat(
      sealChunk(fileKey(key), index, content.subarray(from, from + chunkBytes(BYTES, index))),
    );
  });
  const root = rootOf(Buffer.concat(chunks.map((chunk) => nameOfChunk([chunk]))));
  const sha256 = createHash('sha256').update(content).digest('hex');
  const way = { key: key.toString('base64url'), root };
  return { content, chunks, root, facts: { name: 'plan.bin', type: '', bytes: BYTES, sha256, way } };
}
type SealedFile = ReturnType<typeof sealedFile>;
type Transfer = FileSource['fetchFile'];

/** What bob fetches, from whom the test likes, as the test likes it to come. */
async function fetching(transfer: Transfer, freeBytes = Number.MAX_SAFE_INTEGER) {
  const clock = new TestClock();
  const node = testNode(bob, senders, { clock: clock.now });
  const table = new FetchTable(node.store.db);
  const folder = join(temporaryFolder(), 'incoming');
  const problems: GhostStackError[] = [];
  const fetches = new Fetches({
    table,
    folder,
    source: { isOnline: () => true, fetchFile: transfer },
    freeBytes: () => freeBytes,
    clock: clock.now,
    changed: () => undefined,
    problem: (error) => problems.push(error),
  });
  onTestFinished(async () => {
    await fetches.stop();
    await node.close();
  });
  fetches.start();
  const offeredBy = async (sender: Person, facts: SealedFile['facts']): Promise<OfferedMessage> => {
    const payload: Payload = { ...messageOf(''), file: facts };
    const times = { createdAtMs: clock.nowMs, expiresAtMs: clock.nowMs + 20 * DAY_MS };
    await node.inbox.receive([Buffer.from(await craft({ ...times, payload }, sender, bob))]);
    const newest = "SELECT uuid FROM messages WHERE direction = 'in' ORDER BY id DESC LIMIT 1";
    return table.offered(node.store.db.prepare(newest).pluck().get() as string)!;
  };
  const is = (of: OfferedMessage, state: 'waiting' | 'whole' | 'ended') =>
    pollUntil(
      () => table.fetchOf(of.message),
      (fetch) => fetch?.state === state && fetches.fetching(of.message) === null,
    );
  return { clock, table, folder, fetches, offeredBy, is, problems };
}

/** Hands over what lacks, up to some chunk. */
async function give({ chunks }: SealedFile, wanted: WantedFile, end = COUNT): Promise<number[]> {
  const lacking = [...Array(end).keys()].filter((index) => !wanted.map.has(index));
  for (const index of lacking) await wanted.take(index, chunks[index]!);
  return lacking;
}

describe('A file that is fetched', () => {
  test('stays as far as it is on a disk that is full, in words, and goes on from there once there is room', async () => {
    const file = sealedFile();
    const asked: number[][] = [];
    let end = 8;
    const { folder, fetches, offeredBy, is, table } = await fetching(async (_did, wanted) => {
      asked.push(await give(file, wanted, end));
      if (end < COUNT) throw new Error('cut');
      return 'whole';
    });
    const offered = await offeredBy(senders[0]!, file.facts);
    fetches.fetch(offered);
    await pollUntil(
      () => table.fetchOf(offered.message)?.doneBytes,
      (bytes) => bytes === 8 * CHUNK_BYTES,
    );
    await is(offered, 'waiting');
    // On which nothing more goes: every write fails as on a full disk.
    const { part } = incomingPaths(folder, file.root);
    const kept = `${part}.kept`;
    renameSync(part, kept);
    symlinkSync('/dev/full', part);
    end = COUNT;
    fetches.connected();
    expect(await is(offered, 'ended')).toMatchObject({ code: 'no-room', doneBytes: 8 * CHUNK_BYTES });
    await fetches.look();

    rmSync(part);
    if (existsSync(kept)) renameSync(kept, part);
    else throw new Error('what had come is gone');
    fetches.fetch(offered);
    expect(await is(offered, 'whole')).toMatchObject({ code: null });
    expect(readFileSync(part).equals(file.content)).toBe(true);
    expect(asked.at(-1)).toEqual([...Array(COUNT).keys()].slice(8));
  });

  test('goes on by itself where the disk takes not even that it ended, and ends nothing else', async () => {
    const file = sealedFile();
    let isFull = true;
    const { fetches, offeredBy, is, table, problems } = await fetching(async (_did, wanted) => {
      if (isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      await give(file, wanted);
      return 'whole';
    });
    const offered = await offeredBy(senders[0]!, file.facts);
    const settle = table.settle.bind(table);
    table.settle = (...settled) => {
      if (isFull) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
      settle(...settled);
    };
    fetches.fetch(offered);
    await pollUntil(
      () => problems,
      (met) => met.length > 0,
    );
    expect(problems).toMatchObject([{ code: 'store-full' }]);
    expect(table.fetchOf(offered.message)).toMatchObject({ state: 'waiting' });
    isFull = false;
    fetches.connected();
    expect(await is(offered, 'whole')).toMatchObject({ code: null });
  });

  test('is not begun without room for it and 512 MiB more', async () => {
    const file = sealedFile();
    const { fetches, offeredBy, table } = await fetching(async () => 'whole', BYTES + SPARE_BYTES - 1);
    const offered = await offeredBy(senders[0]!, file.facts);
    expectCode('store-full', () => fetches.fetch(offered));
    expect(table.fetchOf(offered.message)).toBeNull();
  });

  test('goes, with what came of it, when nothing came for seven days', async () => {
    const file = sealedFile();
    const { clock, folder, fetches, offeredBy, is, table } = await fetching(async (_did, wanted) => {
      await give(file, wanted, 8);
      throw new Error('cut');
    });
    const offered = await offeredBy(senders[0]!, file.facts);
    fetches.fetch(offered);
    await pollUntil(
      () => table.fetchOf(offered.message)?.doneBytes,
      (bytes) => bytes === 8 * CHUNK_BYTES,
    );
    await is(offered, 'waiting');
    const { part, map } = incomingPaths(folder, file.root);
    clock.advance(7 * DAY_MS - 1);
    await fetches.look();
    expect([part, map].map(existsSync)).toEqual([true, true]);
    clock.advance(1);
    await fetches.look();
    expect(table.fetchOf(offered.message)).toMatchObject({ state: 'ended', code: 'stale', doneBytes: 0 });
    expect([part, map].map(existsSync)).toEqual([false, false]);
  });

  test('and is another than its message names is damaged, and nothing of it stays', async () => {
    const file = sealedFile();
    const { folder, fetches, offeredBy, is } = await fetching(async (_did, wanted) => {
      await give(file, wanted);
      return 'whole';
    });
    for (const facts of [
      { ...file.facts, sha256: 'ab'.repeat(32) },
      { ...file.facts, way: { ...file.facts.way, key: randomBytes(32).toString('base64url') } },
    ]) {
      const offered = await offeredBy(senders[0]!, facts);
      fetches.fetch(offered);
      expect(await is(offered, 'ended')).toMatchObject({ code: 'damaged' });
      expect(existsSync(incomingPaths(folder, file.root).part)).toBe(false);
    }
  });

  test('is one of four at a time, one from each peer; the fifth waits for a place, and comes then', async () => {
    const files = senders.map(() => sealedFile());
    const open = new Map<string, () => void>();
    const { fetches, offeredBy, is, table } = await fetching(async (did, wanted, signal) => {
      await new Promise<void>((resolve, reject) => {
        open.set(did, resolve);
        signal.addEventListener('abort', reject);
      });
      open.delete(did);
      await give(files.find(({ root }) => root === wanted.root)!, wanted);
      return 'whole';
    });
    const all: OfferedMessage[] = [];
    for (const [at, file] of files.entries()) all.push(await offeredBy(senders[at]!, file.facts));
    const second = sealedFile();
    files.push(second);
    const again = await offeredBy(senders[0]!, second.facts);
    for (const offered of [all[0]!, again, ...all.slice(1)]) fetches.fetch(offered);
    const dids = senders.map(({ identity }) => identity.did);
    await pollUntil(
      () => open.size,
      (size) => size === 4,
    );
    expect([...open.keys()].sort()).toEqual(dids.slice(0, 4).sort());
    expect(fetches.fetching(again.message)).toBeNull();
    open.get(dids[1]!)!();
    await is(all[1]!, 'whole');
    await pollUntil(
      () => open.has(dids[4]!),
      (isOpen) => isOpen,
    );
    expect(table.fetchOf(again.message)?.state).toBe('waiting');
    open.get(dids[0]!)!();
    await is(all[0]!, 'whole');
    await pollUntil(
      () => open.has(dids[0]!),
      (isOpen) => isOpen,
    );
    for (const go of [...open.values()]) go();
    for (const offered of [...all, again]) expect(await is(offered, 'whole')).toMatchObject({ code: null });
  });

  test('is asked for again where its sender was busy', async () => {
    const file = sealedFile();
    let isBusy = true;
    const { fetches, offeredBy, is } = await fetching(async (_did, wanted) => {
      if (isBusy) return 'busy';
      await give(file, wanted);
      return 'whole';
    });
    const offered = await offeredBy(senders[0]!, file.facts);
    fetches.fetch(offered);
    await is(offered, 'waiting');
    isBusy = false;
    fetches.connected();
    await is(offered, 'whole');
  });
});
