import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { inEnglish } from '#shared/protocol/saying.ts';
import { whyNoServices } from '../../../electron/headless/service/service-manager.ts';
import { homeOfUnit, unitName, unitText } from '../../../electron/headless/service/unit-file.ts';
import { hasUnit, removeUnit, unitPath, writeUnit } from '../../../electron/headless/service/unit-place.ts';
import { isOnPath } from '../../../scripts/start/system-packages.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ODD = `/home/ann/it's 100%h "mine" $HOME \${X} \\n;\nline \u0085 ü`;
const UNIT = {
  home: ODD,
  program: process.execPath,
  words: ['/opt/cli.js', 'start', '--home', ODD],
  environment: { STATE: ODD },
};

test('a unit says to whom it belongs, and quotes whatever a path can hold', () => {
  const text = unitText(UNIT);
  expect(homeOfUnit(text)).toBe(ODD);
  expect(text).toContain(`"/home/ann/it's 100%%h \\"mine\\" $HOME \${X} \\\\n;\\u000aline \\u0085 ü"`);
  expect(text.split('\n').every((line) => /^(?:#.*|\[\w+\]|\w+=.*|)$/u.test(line))).toBe(true);
  expect(text).toMatch(/^Environment="STATE=\/home\/ann\/it's 100%%h .*"$/m);
  expect(homeOfUnit('[Unit]\nDescription=mine\n')).toBeNull();
  expect(
    homeOfUnit('# Written by `ghoststack service install`, and replaced or removed by it. Home: {'),
  ).toBeNull();
});

test('a unit has a name that tells homes apart', () => {
  expect(unitName('/home/ann/ghosts/alice')).toMatch(/^ghoststack-alice-[0-9a-f]{8}\.service$/);
  expect(unitName('/home/ann/alice')).not.toBe(unitName('/home/bob/alice'));
  for (const home of ['/', '/ü', ODD, `/${'long'.repeat(60)}`]) {
    expect(unitName(home)).toMatch(/^ghoststack-[a-z0-9-]{8,40}\.service$/);
  }
});

test('systemd reads the unit as it was meant', () => {
  const folder = temporaryFolder();
  // The oracle is systemd itself, where it is; the fixture of the integration test elsewhere.
  if (!isOnPath('systemd-analyze'))
    return console.log('systemd-analyze is not installed: the unit was only looked at.');
  const file = join(folder, unitName(ODD));
  const verify = (text: string) => {
    writeFileSync(file, text);
    const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder };
    return spawnSync('systemd-analyze', ['--user', 'verify', '--man=no', file], { env, encoding: 'utf8' });
  };
  expect(verify(unitText(UNIT))).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(verify(unitText({ ...UNIT, program: '/nowhere/node' })).stderr).toContain('is not executable');
  expect(verify(unitText(UNIT).replace('100%%h', '100%e')).stderr).not.toBe('');
});

test('no unit is touched that is not ours', () => {
  const folder = temporaryFolder();
  const path = unitPath(ODD, { XDG_CONFIG_HOME: folder });
  expect(path).toBe(join(folder, 'systemd/user', unitName(ODD)));
  expect(hasUnit(ODD, path)).toBe(false);
  writeUnit(UNIT, path);
  writeUnit({ ...UNIT, words: ['other'] }, path);
  expect(readFileSync(path, 'utf8')).toContain('"other"');
  removeUnit(path);
  expect(existsSync(path)).toBe(false);

  const theirs = (make: () => void) => {
    make();
    const before = readFileSync(path, 'utf8');
    expect(() => hasUnit(ODD, path)).toThrow(/did not write it/);
    expect(() => writeUnit(UNIT, path)).toThrow(/did not write it/);
    expect(readFileSync(path, 'utf8')).toBe(before);
    execFileSync('rm', [path]);
  };
  theirs(() => writeFileSync(path, '[Service]\nExecStart=/bin/true\n'));
  theirs(() => writeFileSync(path, unitText({ ...UNIT, home: '/another' })));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(join(folder, 'mine'), unitText(UNIT));
  theirs(() => symlinkSync(join(folder, 'mine'), path));
});

test('where there is no systemd it is said what to do', async () => {
  expect(
    inEnglish((await whyNoServices('darwin')) ?? { key: 'error.headless.noShell', params: {} }),
  ).toContain('Linux');
});
