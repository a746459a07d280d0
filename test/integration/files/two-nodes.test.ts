import { createHash, randomBytes } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { MessageFile, Transfer } from '#shared/contract/domain/file.ts';
import type { Message } from '#shared/contract/domain/message.ts';
import { type CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const MIB = 1024 * 1024;
const isLong = process.env.GHOSTSTACK_LONG !== undefined;
const SIZE = isLong ? 200 * MIB : 24 * MIB;
const CUTS = isLong ? 10 : 2;
/** Above what a node takes that has nothing to do. */
const MEMORY_MIB = 64;

function written(folder: string, name: string, bytes: number): string {
  const path = join(folder, name);
  writeFileSync(path, randomBytes(bytes));
  return path;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
}

async function transfer(home: CellHome): Promise<Transfer | null> {
  return (await home.ask('state.snapshot', { stateHash: false })).transfers[0] ?? null;
}

async function came(bob: CellHome, alice: CellHome): Promise<Message> {
  const { did } = await alice.status();
  const page = () => bob.ask('messages.list', { thread: did, before: null, limit: 10 });
  return pollUntil(
    async () => (await page()).messages.at(-1) ?? null,
    (message) => message?.file !== undefined,
    20_000,
  ) as Promise<Message>;
}

async function fileOf(home: CellHome, other: CellHome): Promise<MessageFile | undefined> {
  const { did } = await other.status();
  const { messages } = await home.ask('messages.list', { thread: did, before: null, limit: 10 });
  return messages.at(-1)?.file;
}

async function send(alice: CellHome, bob: CellHome, path: string): Promise<Message> {
  const { did } = await bob.status();
  const { id } = await alice.ask('files.attach', { path });
  return alice.ask('messages.send', { to: did, text: '', attachment: id });
}

/** Watches what a home's node takes above what it took when it was last told that nothing goes on. */
function memoryOf(home: CellHome): { idle(): void; most(): number } {
  let idleMiB = 0;
  let most = 0;
  const look = (): number => {
    // Between a kill and a start there is none.
    const now = home.isRunning ? home.residentMiB() : 0;
    most = Math.max(most, now - idleMiB);
    return now;
  };
  const timer = setInterval(() => idleMiB > 0 && look(), 25);
  onTestFinished(() => clearInterval(timer));
  return {
    idle() {
      idleMiB = home.residentMiB();
    },
    most: () => most,
  };
}

describe('a large file between two homes', () => {
  let folder: string;
  let alice: CellHome;
  let bob: CellHome;

  beforeEach(async () => {
    folder = temporaryFolder();
    ({ alice, bob } = await twoMembers(folder));
    onTestFinished(async () => {
      await Promise.all([alice.stop(), bob.stop()]);
    });
  });

  test('comes on a click, whole, over cuts and kills of both sides', { timeout: 300_000 }, async () => {
    const path = written(folder, 'plan.bin', SIZE);
    const memory = { alice: memoryOf(alice), bob: memoryOf(bob) };
    memory.alice.idle();
    memory.bob.idle();
    const startMs = performance.now();
    const sent = await send(alice, bob, path);
    expect(sent.file).toMatchObject({
      name: 'plan.bin',
      stem: 'plan',
      extension: 'bin',
      bytes: SIZE,
      isSmall: false,
    });
    const message = await came(bob, alice);
    expect(message.file).toMatchObject({ state: 'offered', doneBytes: 0 });
    // Never by itself.
    expect(existsSync(join(bob.home, 'incoming'))).toBe(false);

    await bob.ask('files.fetch', { id: message.id });
    const beyond = (bytes: number) =>
      pollUntil(
        () => transfer(bob),
        (now) => now !== null && (now.doneBytes >= bytes || now.state === 'whole'),
        60_000,
      );
    let cuts = 0;
    for (let cut = 1; cut <= CUTS; cut++) {
      const now = await beyond((SIZE * cut) / (CUTS + 2));
      if (now?.state === 'whole') break;
      const home = cut % 2 === 0 ? alice : bob;
      await home.ask('me.setOnline', { online: false });
      await home.ask('me.setOnline', { online: true });
      cuts += 1;
    }
    const before = (await beyond((SIZE * (CUTS + 1)) / (CUTS + 2)))?.state;
    await bob.kill();
    await alice.kill();
    await Promise.all([alice.start(), bob.start()]);
    memory.alice.idle();
    memory.bob.idle();
    const left = await transfer(bob);
    const whole = await pollUntil(
      () => transfer(bob),
      (now) => now?.state === 'whole',
      60_000,
    );
    const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
    const most = { alice: memory.alice.most(), bob: memory.bob.most() };
    process.stderr.write(
      `${SIZE / MIB} MiB in ${seconds} s over ${cuts} cuts; before the kills it was ${before}, after them ${left?.state} at ` +
        `${left?.doneBytes}; at most ${most.alice} and ${most.bob} MiB above idle\n`,
    );
    expect(Math.max(most.alice, most.bob)).toBeLessThan(MEMORY_MIB);
    expect(whole).toMatchObject({ direction: 'in', bytes: SIZE, doneBytes: SIZE });

    const saved = join(folder, 'saved.bin');
    await bob.ask('files.save', { id: message.id, path: saved });
    expect(await hashOf(saved)).toBe(await hashOf(path));
    expect(statSync(saved).mode & 0o777).toBe(0o600);
    const incoming = readdirSync(join(bob.home, 'incoming')).map((name) => name.split('.')[1]);
    expect(incoming.sort()).toEqual(['map', 'part']);
    await pollUntil(
      () => transfer(alice),
      (now) => now?.state === 'whole',
    );
  });

  test('comes by itself where it is small, though its recipient was away, and only once it is whole', async () => {
    const path = written(folder, 'photo.png', 300_000);
    await bob.stop();
    await alice.run('send', '--to', 'bob', '--file', path);
    const waiting = await alice.ask('state.snapshot', { stateHash: false });
    // Its parts are nobody's conversation, and no messages of their own.
    expect([waiting.queue.waiting, waiting.threads.map(({ waiting: count }) => count)]).toEqual([1, [1]]);
    expect(await alice.run('queue')).toMatchObject([{ to: 'bob', text: '', file: { name: 'photo.png' } }]);
    await bob.start();
    const { id } = await came(bob, alice);
    const whole = await pollUntil(
      () => fileOf(bob, alice),
      (file) => file?.state === 'whole',
    );
    expect(whole).toMatchObject({ isSmall: true, bytes: 300_000, doneBytes: 300_000, type: 'image/png' });
    const saved = join(folder, 'saved/photo.png');
    mkdirSync(join(folder, 'saved'));
    await bob.run('inbox', '--save', id, join(folder, 'saved'));
    expect(await hashOf(saved)).toBe(await hashOf(path));
    await expect(bob.run('inbox', '--save', id, join(folder, 'saved'))).rejects.toThrow(/is there already/);
    // What is here is no fetch that could be called off.
    await expect(bob.run('files', '--stop', id)).rejects.toThrow(/All of this file is here/);
    const { data } = await bob.ask('files.read', { id, at: 299_990, bytes: 100 });
    expect(Buffer.from(data, 'base64')).toEqual(readFileSync(path).subarray(299_990));
    await pollUntil(
      () => fileOf(alice, bob),
      (file) => file?.state === 'whole',
    );
    expect(existsSync(join(bob.home, 'incoming'))).toBe(false);
    expect(await bob.run('files')).toMatchObject([
      { id, direction: 'in', who: 'alice', state: 'whole', isSmall: true },
    ]);
    expect(await bob.inbox()).toHaveLength(1);
  });
});
