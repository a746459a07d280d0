import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ghoststack, type HeadlessNode, startHeadless } from '../support/headless-node.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const STARTS = process.env.GHOSTSTACK_LONG === '1' ? 20 : 8;
const READERS = [['status'], ['proposals'], ['rules'], ['log', 'verify'], ['queue'], ['brain']] as const;

interface Status {
  readonly running: boolean;
  readonly name: string;
}

test('a node starts whatever commands look at its home meanwhile, and they are answered', async () => {
  const folder = temporaryFolder();
  const home = ['--home', join(folder, 'alice')];
  const key = ['--key-file', join(folder, 'alice.key')];
  await ghoststack('init', '--name', 'alice', '--cell', 'Maple Street', ...home, ...key);
  for (let times = 0; times < STARTS; times += 1) {
    const before = ghoststack('status', ...home);
    const starting = startHeadless(...home, ...key, '--listen', '127.0.0.1:0', '--no-mdns');
    const readers = [0, 1, 2].map((which) => READERS[(times + which) % READERS.length] ?? ['status']);
    const [node, ...answers] = await Promise.all([
      starting,
      before,
      ...readers.map((words) => ghoststack(...words, ...home)),
    ]);
    await whileRunning(node, async () => {
      expect(answers[0]).toMatchObject({ name: 'alice' });
      expect(((await ghoststack('status', ...home)) as Status).running).toBe(true);
    });
  }
});

test('a short command that has the home is waited for by a start, and waits for it', async () => {
  const home = ['--home', join(temporaryFolder(), 'alice')];
  await ghoststack('init', '--name', 'alice', ...home, '--key-file', `${home[1]}.key`);
  const stimulus = () => ghoststack('stimulus', ...home, '--intensity', '0.5', '--novelty', '0.5', 'a knock');
  const start = () =>
    startHeadless(...home, '--key-file', `${home[1]}.key`, '--listen', '127.0.0.1:0', '--no-mdns');
  for (let times = 0; times < 5; times += 1) {
    const [, node] = await Promise.all([stimulus(), start(), stimulus(), stimulus()]);
    await whileRunning(node, async () => {
      await expect(start()).rejects.toThrow(/runs in .* already/);
    });
  }
  expect(await ghoststack('brain', ...home)).toMatchObject({ cycle: 15 });
});

async function whileRunning(node: HeadlessNode, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } finally {
    await node.stop();
  }
}
