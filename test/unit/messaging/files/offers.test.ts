import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Attachments } from '../../../../electron/node/messaging/files/attachments.ts';
import { OfferTable } from '../../../../electron/node/messaging/files/offer-table.ts';
import { Offers } from '../../../../electron/node/messaging/files/offers.ts';
import { person, testNode } from '../../../support/messaging.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const alice = person('alice');
const recipients = ['bob', 'carol', 'dave', 'erin', 'frank'].map(person);
const dids = recipients.map(({ identity }) => identity.did);

test('a file goes to four at a time, each what it was offered and nothing of the others’; the fifth is told that others are served', async () => {
  const node = testNode(alice, recipients);
  const table = new OfferTable(node.store.db);
  const offers = new Offers({ table, clock: Date.now, changed: () => undefined });
  onTestFinished(async () => {
    offers.stop();
    await node.close();
  });
  const path = join(temporaryFolder(), 'plan.bin');
  writeFileSync(path, randomBytes(1024 * 1024 + 1));
  const attachments = new Attachments();
  const roots: string[] = [];
  for (const did of dids) {
    const { id } = await attachments.attach(path);
    const reading = { signal: new AbortController().signal, progress: () => undefined };
    const message = node.queue.enqueue(did, '', { file: await attachments.prepare(id, [did], reading) });
    roots.push(table.way(message, did)!.root);
  }
  expect(new Set(roots).size).toBe(5);
  expect(await offers.open(dids[0]!, roots[1]!)).toBe('not-found');

  const open = await Promise.all(dids.slice(0, 4).map((did, at) => offers.open(did, roots[at]!)));
  expect(open.map((file) => typeof file)).toEqual(['object', 'object', 'object', 'object']);
  const [first, ...others] = open.filter((file) => typeof file === 'object');
  expect(await offers.open(dids[4]!, roots[4]!)).toBe('busy');
  await first!.close();
  const fifth = await offers.open(dids[4]!, roots[4]!);
  expect(typeof fifth).toBe('object');
  expect(await offers.open(dids[0]!, roots[0]!)).toBe('busy');
  // A peer that comes again has lost the transfer before, which is no second one.
  const again = await offers.open(dids[1]!, roots[1]!);
  expect(typeof again).toBe('object');
  expect(others[0]!.signal.aborted).toBe(true);
  for (const file of [...others, fifth, again]) if (typeof file === 'object') await file.close();
});
