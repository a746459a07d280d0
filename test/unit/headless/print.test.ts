import { afterEach, expect, test, vi } from 'vitest';
import { print } from '../../../electron/headless/command.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function printed(run: () => void): string {
  const parts: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    parts.push(String(text));
    return true;
  });
  run();
  return parts.join('');
}

const HOSTILE = 'bob: \u001b]0;owned\u0007\u001b[2J\u202etxt.exe\r\nsecond line';

test('what others wrote does not steer the terminal', () => {
  const text = printed(() => print({ json: false }, null, [HOSTILE, 'the next']));
  expect(text).toBe('bob: ⟨U+001B⟩]0;owned⟨U+0007⟩⟨U+001B⟩[2J⟨U+202E⟩txt.exe ⏎ second line\nthe next\n');
});

test('with --json it is one line that says exactly what was written', () => {
  const text = printed(() => print({ json: true }, { text: HOSTILE }, []));
  expect(text.trimEnd()).not.toContain('\n');
  expect(JSON.parse(text)).toEqual({ text: HOSTILE });
});
