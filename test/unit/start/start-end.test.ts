import { expect, test } from 'vitest';
import { endOfStart } from '../../../scripts/start/start-end.ts';

test('what ends by itself has its own exit code, and nothing is said', () => {
  for (const interrupted of [false, true]) {
    expect(endOfStart({ code: 0, signal: null, interrupted })).toEqual({ exitCode: 0, line: null });
    expect(endOfStart({ code: 2, signal: null, interrupted })).toEqual({ exitCode: 2, line: null });
  }
});

test('a signal is named, unless Ctrl C took the display away', () => {
  const accident = endOfStart({ code: null, signal: 'SIGSEGV', interrupted: false });
  expect(accident).toEqual({ exitCode: 1, line: 'GhostStack was ended by SIGSEGV.' });
  const { exitCode, line } = endOfStart({ code: null, signal: 'SIGTRAP', interrupted: true });
  expect(exitCode).toBe(130);
  expect(line).not.toContain('SIGTRAP');
});
