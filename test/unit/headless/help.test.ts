import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { COMMAND_NAMES } from '../../../electron/headless/command-table.ts';
import { typedCommand } from '../../../electron/headless/command-words.ts';
import { parseHostPort } from '../../../electron/headless/listen-address.ts';
import { main } from '../../../electron/headless/main.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function said(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const parts = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    parts.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    parts.err += String(text);
    return true;
  });
  const code = await main(words);
  vi.restoreAllMocks();
  return { code, ...parts };
}

test('help has a sentence for every command, and a page for each', async () => {
  const { code, out } = await said('help');
  expect(code).toBe(0);
  for (const name of COMMAND_NAMES) expect(out).toMatch(new RegExp(`^  ${name} +[A-Z].*\\.$`, 'm'));
  for (const name of COMMAND_NAMES) {
    for (const words of [
      ['help', name],
      [name, '--help'],
    ]) {
      const page = await said(...words);
      expect(page.code).toBe(0);
      expect(page.out).toMatch(new RegExp(`\\.\\nUsage: ghoststack ${name}\\b`));
    }
  }
  expect((await said('help', 'nonsense')).err).toContain('There is no command nonsense.');
  expect((await said('nonsense')).code).toBe(2);
  expect((await said()).code).toBe(2);
});

test('--version says which version this is', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await said('--version')).toMatchObject({ code: 0, out: `${version}\n` });
});

test('GHOSTSTACK_HOME stands for --home', async () => {
  expect((await said('status')).err).toContain('--home DIR, or set GHOSTSTACK_HOME');
  const home = `${temporaryFolder()}/none`;
  vi.stubEnv('GHOSTSTACK_HOME', home);
  expect((await said('status')).err).toContain(`There is no node in ${home}`);
});

test('an address is a host, a host and a port, or IPv6', () => {
  const read = (text: string) => parseHostPort(text, '--listen');
  expect(read('127.0.0.1')).toEqual({ host: '127.0.0.1', port: 0 });
  expect(read('127.0.0.1:4711')).toEqual({ host: '127.0.0.1', port: 4711 });
  expect(read('::1')).toEqual({ host: '::1', port: 0 });
  expect(read('[::1]')).toEqual({ host: '::1', port: 0 });
  expect(read('[::1]:4711')).toEqual({ host: '::1', port: 4711 });
  for (const wrong of ['', 'host', '127.0.0.1:', '127.0.0.1:70000', '1.2.3', '[::1', ':0'])
    expect(() => read(wrong)).toThrow(/Write it like/);
});

test('a command to type can be copied as it stands', () => {
  expect(typedCommand(['dashboard', '--home', "/it's mine"], {})).toBe(
    "ghoststack dashboard --home '/it'\\''s mine'",
  );
  expect(typedCommand(['stop'], { npm_lifecycle_event: 'npx' })).toBe('npx ghoststack stop');
});
