import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PART_BYTES } from '../../../../electron/node/messaging/file-offer.ts';
import { Attachments } from '../../../../electron/node/messaging/files/attachments.ts';
import { FetchTable } from '../../../../electron/node/messaging/files/fetch-table.ts';
import { ShownFiles } from '../../../../electron/node/messaging/files/shown-file.ts';
import { WholeFiles } from '../../../../electron/node/messaging/files/whole-file.ts';
import type { MessageRow } from '../../../../electron/node/messaging/message-table.ts';
import type { Payload } from '../../../../electron/node/messaging/payload.ts';
import { bring, CELL, carryingNode } from '../../../support/carrying.ts';
import { craft, messageOf } from '../../../support/craft-envelope.ts';
import { type Person, person, type TestNode, testNode } from '../../../support/messaging.ts';
import { pollUntil } from '../../../support/poll-until.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { expectCodeAsync } from '../../../support/throws-code.ts';

const [alice, bob, carol] = ['alice', 'bob', 'carol'].map(person) as [Person, Person, Person];

function newest({ store: { db } }: TestNode): MessageRow {
  return db
    .prepare('SELECT * FROM messages WHERE file IS NOT NULL ORDER BY id DESC LIMIT 1')
    .get() as MessageRow;
}

/** What a node shows of the file of its newest message that has one, and all of it where it is here. */
async function shown(node: TestNode) {
  const { db } = node.store;
  const row = newest(node);
  const fetches = new FetchTable(db);
  const whole = new WholeFiles(db, fetches, temporaryFolder());
  const read = () => whole.read(fetches.offered(row.uuid)!, 0, 2 ** 20);
  return { file: new ShownFiles(db).of(row)!, read };
}

describe('A small file', () => {
  test('comes whole by a carrier to somebody whom its sender never meets, and word of it goes back', async () => {
    const everybody = [alice, bob, carol];
    const [from, to, by] = [alice, bob, carol].map((self) =>
      carryingNode(
        self,
        everybody.filter((other) => other !== self),
      ),
    ) as [ReturnType<typeof carryingNode>, ReturnType<typeof carryingNode>, ReturnType<typeof carryingNode>];
    const content = randomBytes(2 * PART_BYTES + 7);
    const path = join(temporaryFolder(), 'photo.png');
    writeFileSync(path, content);
    const attachments = new Attachments();
    const { id } = await attachments.attach(path);
    const { did } = bob.identity;
    const reading = { signal: new AbortController().signal, progress: () => undefined };
    from.queue.enqueue(did, '', { file: await attachments.prepare(id, [did], reading) });
    await pollUntil(
      () => from.carrying.heldBeside(carol.identity.did).length,
      (count) => count === 4,
    );
    expect(await bring(from, by)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(await bring(by, to)).toEqual(['ok', 'ok', 'ok', 'ok']);
    const { file, read } = await shown(to);
    expect(file).toMatchObject({ state: 'whole', doneBytes: content.length });
    expect(Buffer.from(await read()).equals(content)).toBe(true);
    await bring(to, by);
    await bring(by, from);
    expect((await shown(from)).file).toMatchObject({ state: 'whole' });
  });

  test('that is not what its message names, or not as large, is damaged and cannot be read', async () => {
    const content = randomBytes(800);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const facts = { name: 'a.bin', type: '', bytes: 800, sha256, way: { parts: 1 } };
    const cases: readonly [string, typeof facts, Uint8Array, object][] = [
      ['as it is', facts, content, { state: 'whole' }],
      ['another sha256', { ...facts, sha256: 'ab'.repeat(32) }, content, { state: 'ended', code: 'damaged' }],
      ['another total', { ...facts, bytes: 100 }, content, { state: 'ended', code: 'damaged' }],
      ['a part cut short', facts, content.subarray(1), { state: 'ended', code: 'damaged' }],
    ];
    for (const [_what, named, data, state] of cases) {
      const node = testNode(bob, [alice], { cell: CELL });
      const message = messageOf('');
      const payloads: Payload[] = [
        { ...message, file: named },
        { kind: 'part', mid: crypto.randomUUID(), of: message.mid, index: 0, data },
      ];
      for (const [seq, payload] of payloads.entries())
        await node.inbox.receive([Buffer.from(await craft({ cell: CELL, seq, payload }, alice, bob))]);
      const { file, read } = await shown(node);
      expect(file).toMatchObject(state);
      if (file.state === 'whole') expect(Buffer.from(await read()).equals(content)).toBe(true);
      else await expectCodeAsync('malformed', read);
      await node.close();
    }
  });
});
