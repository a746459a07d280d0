import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { windowFolder } from '../../../electron/main/lifecycle/window-folder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('the folder of the window’s own data', () => {
  test('is the shared one for the usual home, named or not', () => {
    const shared = temporaryFolder();
    const folderOf = (home: string) => windowFolder(home, join(shared, 'node'), shared);
    expect(folderOf(join(shared, 'node'))).toBe(shared);
    expect(folderOf(join(shared, 'other', '..', 'node'))).toBe(shared);
  });

  test('is one for each other home, by whatever name it is called', () => {
    const [shared, homes] = [temporaryFolder(), temporaryFolder()];
    const folderOf = (home: string) => windowFolder(home, join(shared, 'node'), shared);
    symlinkSync(homes, join(shared, 'link'));
    const before = folderOf(join(homes, 'a'));
    expect(before).toMatch(/homes[/\\][0-9a-f]{24}$/);
    expect(folderOf(join(shared, 'link', 'a'))).toBe(before);
    mkdirSync(join(homes, 'a'));
    expect(folderOf(join(homes, 'a'))).toBe(before);
    expect(folderOf(join(shared, 'link', 'a'))).toBe(before);
    expect(folderOf(join(homes, 'b'))).not.toBe(before);
  });
});
