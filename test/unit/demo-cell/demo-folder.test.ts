import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  DEMO_MARKER,
  makeDemoFolder,
  removeDemoFolder,
  sweepDemoFolders,
} from '../../../electron/host/demo/demo-folder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** The number of a process that has ended. */
const deadPid = (): number => spawnSync('true').pid;

describe('the folder of a cell to try', () => {
  let parent = '';
  beforeEach(() => {
    parent = temporaryFolder();
  });

  function left(name: string, owner: unknown, mode = 0o700): string {
    const folder = join(parent, name);
    mkdirSync(join(folder, 'you'), { recursive: true });
    writeFileSync(join(folder, 'you', 'node.db'), 'x');
    if (owner !== undefined) writeFileSync(join(folder, DEMO_MARKER), JSON.stringify(owner));
    chmodSync(folder, mode);
    return folder;
  }

  test('is for this user alone, stays while its process lives, and goes with all that is in it', () => {
    const folder = makeDemoFolder(parent);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(sweepDemoFolders(parent)).toEqual([]);
    writeFileSync(join(folder, 'x'), 'x');
    removeDemoFolder(folder);
    expect(existsSync(folder)).toBe(false);
  });

  test('is swept away when its process is gone, or its number is another one’s now', () => {
    const dead = left('ghoststack-demo-1', { pid: deadPid(), began: null });
    const reused = left('ghoststack-demo-2', { pid: process.pid, began: '1' });
    expect(sweepDemoFolders(parent).sort()).toEqual([dead, reused]);
    expect(existsSync(dead) || existsSync(reused)).toBe(false);
  });

  test('is the only thing that is swept away', () => {
    const gone = { pid: deadPid(), began: null };
    const kept = [
      left('ghoststack-demo-alive', { pid: process.pid, began: null }),
      left('ghoststack-demo-unmarked', undefined),
      left('ghoststack-demo-strange', { pid: 'x' }),
      left('ghoststack-demo-open', gone, 0o755),
      left('something-else', gone),
    ];
    const target = left('target', gone);
    symlinkSync(target, join(parent, 'ghoststack-demo-link'));
    expect(sweepDemoFolders(parent)).toEqual([]);
    for (const folder of [...kept, target]) expect(existsSync(join(folder, 'you', 'node.db'))).toBe(true);
    expect(sweepDemoFolders(join(parent, 'nowhere'))).toEqual([]);
  });
});
