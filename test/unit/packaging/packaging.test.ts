import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LINK_SCHEME } from '#shared/words/format/join-link.ts';
import { thirdPartyNotices } from '../../../scripts/package/third-party-notices.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');

describe('electron-builder.yml', () => {
  const configuration = read('electron-builder.yml');

  test('is for every platform', () => {
    expect(configuration).toMatch(/^ {2}target: \[deb, AppImage\]$/m);
    expect(configuration).toMatch(/^ {2}target: nsis$/m);
    expect(configuration).toMatch(/^ {2}target: dmg$/m);
  });

  test('has the scheme of links to join', () => {
    expect(configuration).toContain(`schemes: [${LINK_SCHEME}]`);
  });
});

test('icons are as large as their names say', () => {
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024]) {
    const png = readFileSync(join(PROJECT, `resources/icons/${size}x${size}.png`));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  }
});

test('the command of the package can be run, and asks for the Node.js that better-sqlite3 needs', () => {
  const path = 'scripts/package/linux/ghoststack';
  expect(statSync(join(PROJECT, path)).mode & 0o111).toBe(0o111);
  expect(read(path)).toContain('22.14');
});

test('the notices name every library of package.json with its licence', () => {
  const notices = thirdPartyNotices(PROJECT);
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
  for (const name of Object.keys(dependencies)) {
    expect(notices).toMatch(new RegExp(`(^|, )${name} \\d`, 'm'));
  }
  expect(notices).not.toMatch(/(^|, )(vitest|typescript|electron-builder) \d/m);
  expect(notices).not.toContain('Licence: not named');
  expect(notices).toMatch(/^Unicode data files 15\.0, .*\n\nUNICODE LICENSE V3$/m);
});
