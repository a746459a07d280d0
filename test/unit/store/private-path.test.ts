import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inEnglish } from '#shared/protocol/saying.ts';
import {
  keepPrivate,
  requireSafeWay,
  type Self,
  secretObjection,
  wayObjection,
  whoRuns,
} from '../../../electron/node/store/private-path.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode } from '../../support/throws-code.ts';

const alice: Self = { uid: 1000, gid: 1000, mighty: [0] };
const owned = (uid: number, mode: number, gid = uid) => ({ uid, gid, mode });

describe('a folder on the way', () => {
  it.each([
    ['her own', owned(1000, 0o755)],
    ["root's", owned(0, 0o755)],
    ['everybody’s, but sticky', owned(0, 0o1777)],
    ['writable for a group that is hers alone', owned(1000, 0o775)],
  ])('is safe: %s', (_what, stats) => {
    expect(wayObjection(stats, alice)).toBeNull();
  });

  it.each([
    ["another user's", owned(1001, 0o700), 'another user (1001)'],
    ['everybody’s', owned(0, 0o777), 'written by others'],
    ["a group's", owned(1000, 0o775, 100), 'its group (100)'],
    ["another user's, though sticky", owned(1001, 0o1777), 'another user'],
  ])('is not: %s', (_what, stats, objection) => {
    const said = wayObjection(stats, alice);
    expect(said && inEnglish(said)).toContain(objection);
  });

  it('counts to the top, and where links lead', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'open/inner'), { recursive: true });
    chmodSync(join(folder, 'open'), 0o777);
    symlinkSync(join(folder, 'open/inner'), join(folder, 'link'));
    requireSafeWay(folder);
    for (const path of ['open/inner', 'link']) {
      const said = expectCode('forbidden', () => requireSafeWay(join(folder, path)));
      expect(said).toContain(`${join(folder, 'open')} may be written by others`);
    }
    chmodSync(join(folder, 'open'), 0o1777);
    requireSafeWay(join(folder, 'link'));
  });
});

describe('a file with a secret', () => {
  it('is opened by its owner alone', () => {
    expect(secretObjection(owned(1000, 0o100600), alice)).toBeNull();
    expect(secretObjection(owned(0, 0o100400), alice)).toBeNull();
    const theirs = secretObjection(owned(1001, 0o100600), alice);
    expect(theirs && inEnglish(theirs)).toContain('another user');
    for (const mode of [0o640, 0o604, 0o602, 0o620, 0o601]) {
      const said = secretObjection(owned(1000, 0o100000 | mode), alice);
      expect(said && inEnglish(said)).toContain('read by others');
    }
  });
});

describe('a folder of our own', () => {
  const holdsKey = (names: readonly string[]) => names.includes('key.json');

  it.each([0o755, 0o750, 0o711])('is shut with mode %o', (mode) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'key.json'), '');
    chmodSync(folder, mode);
    keepPrivate(folder, holdsKey);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it.each([0o777, 0o757, 0o1777])('is refused with mode %o: others may have changed it', (mode) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'key.json'), '');
    chmodSync(folder, mode);
    expect(expectCode('forbidden', () => keepPrivate(folder, holdsKey))).toContain(`chmod 700 ${folder}`);
    expect(statSync(folder).mode & 0o777).toBe(mode & 0o777);
  });

  it('is not shut when it holds other things, and is when it is empty', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, 'holiday.jpg'), '');
    expect(expectCode('forbidden', () => keepPrivate(folder, holdsKey))).toContain('other things');
    expect(statSync(folder).mode & 0o777).toBe(0o755);
    mkdirSync(join(folder, 'empty'), { mode: 0o755 });
    keepPrivate(join(folder, 'empty'), holdsKey);
    expect(statSync(join(folder, 'empty')).mode & 0o777).toBe(0o700);
  });

  it("is not another user's", () => {
    const self = whoRuns();
    if (!self) return;
    const other = { ...self, uid: self.uid + 1 };
    expectCode('forbidden', () => keepPrivate(temporaryFolder(), holdsKey, other));
  });
});
