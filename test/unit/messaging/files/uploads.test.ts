import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Attachments } from '../../../../electron/node/messaging/files/attachments.ts';
import { Uploads } from '../../../../electron/node/messaging/files/uploads.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const file = { name: 'plan.bin', type: '', bytes: 2 };

function uploading() {
  const folder = join(temporaryFolder(), 'outgoing');
  const attachments = new Attachments();
  return { folder, attachments, uploads: new Uploads(folder, attachments) };
}

describe('Copies of what was uploaded', () => {
  test('of before the last start go, but those that a message still offers', async () => {
    const { folder, uploads } = uploading();
    mkdirSync(folder);
    for (const name of ['offered', 'never-sent', 'begun']) writeFileSync(join(folder, name), 'ab');
    await uploads.sweep(() => [join(folder, 'offered')]);
    expect(readdirSync(folder)).toEqual(['offered']);
  });

  test('stay while they come, until they are sent or taken back, however often it is swept meanwhile', async () => {
    const { folder, attachments, uploads } = uploading();
    const needed = new Set<string>();
    let isOver = false;
    const sweeping = (async () => {
      while (!isOver) await uploads.sweep(() => [...needed]);
    })();
    const sent = await Promise.all(
      Array.from({ length: 8 }, async (_, at) => {
        const id = await uploads.begin(file);
        expect(await uploads.piece(id, 0, Buffer.from('a'))).toBeNull();
        const attachment = (await uploads.piece(id, 1, Buffer.from('b')))!;
        const path = join(folder, id);
        await uploads.sweep(() => [...needed]);
        expect(existsSync(path)).toBe(true);
        if (at % 2 === 0) return null;
        // As a message is stored: in one go.
        needed.add(path);
        attachments.sent(attachment.id);
        return path;
      }),
    );
    isOver = true;
    await sweeping;
    await uploads.sweep(() => [...needed]);
    const kept = sent.filter((path) => path !== null);
    expect(readdirSync(folder)).toHaveLength(8);
    expect(kept.every(existsSync)).toBe(true);
    needed.clear();
    await uploads.sweep(() => []);
    expect(readdirSync(folder)).toHaveLength(4);
  });
});
