/**
 * A file to a member whose disk is full, in a file system that nobody else sees: FOLDER. alice offers a large one, and
 * sends a small one and a text; what became of them goes to standard output as one line of JSON.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import '#shared/words/sayings.ts';
import '#shared/words/catalogues.ts';
import { type CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { pollUntil } from '../../support/poll-until.ts';

const MIB = 1024 * 1024;
/** In parts, more than is left once no chunk of a large one has room. */
const SMALL_BYTES = 500_000;

const [folder = ''] = process.argv.slice(2);
const disk = join(folder, 'bob');
const mount = (...options: string[]): unknown =>
  execFileSync('mount', ['-t', 'tmpfs', '-o', options.join(), 'tmpfs', disk]);
const freeBytes = (): number => {
  const { bavail, bsize } = statfsSync(disk);
  return bavail * bsize;
};
const written = (name: string, bytes: number): string => {
  const path = join(folder, name);
  writeFileSync(path, randomBytes(bytes));
  return path;
};
const snapshot = (home: CellHome) => home.ask('state.snapshot', { stateHash: false });

mkdirSync(disk);
mount('size=1g', 'mode=700');
const { alice, bob } = await twoMembers(folder);
try {
  const [ofAlice, ofBob] = await Promise.all([alice.status(), bob.status()]);
  const send = async (text: string, path: string): Promise<void> => {
    const { id } = await alice.ask('files.attach', { path });
    await alice.ask('messages.send', { to: ofBob.did, text, attachment: id });
  };
  const came = async () =>
    (await bob.ask('messages.list', { thread: ofAlice.did, before: null, limit: 10 })).messages;
  const named = async (text: string) => (await came()).find((message) => message.text === text);
  const paths = { large: written('large.bin', 4 * MIB), small: written('small.bin', SMALL_BYTES) };

  await send('large', paths.large);
  const { id = '' } =
    (await pollUntil(
      () => named('large'),
      (message) => message !== undefined,
    )) ?? {};
  await alice.stop();
  await bob.ask('files.fetch', { id });
  // At its end the database gives back what it has beyond its rows.
  await bob.stop();
  const { blocks, bfree, bsize } = statfsSync(disk);
  // In the middle of the fetch the disk is full, for the database as well.
  mount('remount', `size=${(blocks - bfree) * bsize + MIB}`);
  await Promise.all([alice.start(), bob.start()]);
  await pollUntil(freeBytes, (free) => free < SMALL_BYTES);
  await send('small', paths.small);
  await alice.ask('messages.send', { to: ofBob.did, text: 'a text' });
  const { problem } = await pollUntil(
    () => snapshot(bob),
    (now) => now.problem?.code === 'store-full',
  );
  const whileFull = { problem: problem?.message, small: (await named('small'))?.file?.state };

  mount('remount', 'size=1g');
  await pollUntil(
    async () => {
      const file = (await named('large'))?.file;
      if (file?.code === 'no-room') await bob.ask('files.fetch', { id });
      return file;
    },
    (file) => file?.state === 'whole',
  );
  await pollUntil(
    () => named('small'),
    (message) => message?.file?.state === 'whole',
  );
  const areEqual: boolean[] = [];
  for (const [text, path] of Object.entries(paths)) {
    await bob.ask('files.save', { id: (await named(text))?.id ?? '', path: `${path}.saved` });
    areEqual.push(readFileSync(`${path}.saved`).equals(readFileSync(path)));
  }
  await pollUntil(
    () => snapshot(bob),
    (now) => now.problem === null,
  );
  await pollUntil(
    () => snapshot(alice),
    ({ queue }) => queue.waiting === 0,
  );
  const texts = (await came()).map(({ text }) => text);
  process.stdout.write(`${JSON.stringify({ whileFull, areEqual, texts })}\n`);
} finally {
  await Promise.all([alice.stop(), bob.stop()]);
}
