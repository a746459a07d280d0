import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareFolder } from '../../support/electron-runtime/prepared-folder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a prepared folder is filled once', async () => {
  const folder = join(temporaryFolder(), 'prepared');
  let fills = 0;
  const fill = async (partial: string) => {
    fills += 1;
    await writeFile(join(partial, 'content'), 'whole');
  };
  await prepareFolder(folder, fill);
  await prepareFolder(folder, fill);
  expect(fills).toBe(1);
  expect(readFileSync(join(folder, 'content'), 'utf8')).toBe('whole');
});

test('a folder whose preparation fails is absent, and nothing of it is left', async () => {
  const parent = temporaryFolder();
  const fill = async (partial: string) => {
    await writeFile(join(partial, 'content'), 'half');
    throw new Error('the disk is full');
  };
  await expect(prepareFolder(join(parent, 'prepared'), fill)).rejects.toThrow('the disk is full');
  expect(readdirSync(parent)).toEqual([]);
});

test('of two that prepare the same folder at once, one wins and both have it', async () => {
  const parent = temporaryFolder();
  const folder = join(parent, 'prepared');
  const fill = (text: string) => async (partial: string) => writeFile(join(partial, 'content'), text);
  await Promise.all([prepareFolder(folder, fill('one')), prepareFolder(folder, fill('two'))]);
  expect(['one', 'two']).toContain(readFileSync(join(folder, 'content'), 'utf8'));
  expect(readdirSync(parent)).toEqual(['prepared']);
});

test('what an interrupted preparation left behind is removed, but not what may still be at work', async () => {
  const parent = temporaryFolder();
  for (const name of ['.partial-old', '.partial-new']) mkdirSync(join(parent, name));
  const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
  utimesSync(join(parent, '.partial-old'), longAgo, longAgo);
  await prepareFolder(join(parent, 'prepared'), async () => {});
  expect(existsSync(join(parent, '.partial-old'))).toBe(false);
  expect(existsSync(join(parent, '.partial-new'))).toBe(true);
});
