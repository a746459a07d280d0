import { describe, expect, test } from 'vitest';
import { headlessCommand, windowCommand, windowHome } from '../../../scripts/start/start-command.ts';

describe('the command that npm start runs', () => {
  test('passes the words on to the window and adds none', () => {
    expect(windowCommand('/e/electron', '/p', ['--home', '/h'])).toEqual({
      program: '/e/electron',
      args: ['/p', '--home', '/h'],
    });
  });

  test('serves the dashboard on loopback, in the window’s home, when headless', () => {
    const { program, args } = headlessCommand('/p', [], '/h');
    expect(program).toBe(process.execPath);
    expect(args).toEqual(['/p/out/headless/cli.js', 'start', '--home', '/h', '--dashboard', '127.0.0.1:0']);
  });

  test('serves a cell to try, in no home, when that is asked for', () => {
    const { args } = headlessCommand('/p', ['--demo', '--no-sandbox'], '/h');
    expect(args).toEqual(['/p/out/headless/cli.js', 'demo-cell']);
  });

  test('keeps what the caller says of home and dashboard', () => {
    const { args } = headlessCommand('/p', ['--home=/x', '--dashboard', '127.0.0.1:7000'], '/h');
    expect(args.slice(2)).toEqual(['--home=/x', '--dashboard', '127.0.0.1:7000']);
  });

  test.each([
    ['linux', { HOME: '/u' }, '/u/.config/GhostStack/node'],
    ['linux', { HOME: '/u', XDG_CONFIG_HOME: '/c' }, '/c/GhostStack/node'],
    ['darwin', { HOME: '/u' }, '/u/Library/Application Support/GhostStack/node'],
    ['win32', { APPDATA: '/r' }, '/r/GhostStack/node'],
  ] as const)('finds the window’s home on %s with %j', (platform, env, home) => {
    expect(windowHome(platform, env, 'GhostStack')).toBe(home);
  });
});
