import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  boundsOnScreen,
  INITIAL_SHELL_STATE,
  parseShellState,
} from '../../../electron/main/window/shell-state.ts';
import { readShellState, writeShellState } from '../../../electron/main/window/shell-state-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 };

describe('the place of the window', () => {
  test('is as it was', () => {
    const bounds = { x: 100, y: 50, width: 1000, height: 700 };
    expect(boundsOnScreen(bounds, [SCREEN])).toEqual(bounds);
  });

  test('keeps its size but not its place when the screen it was on is gone', () => {
    const bounds = { x: 2500, y: 50, width: 1000, height: 700 };
    expect(boundsOnScreen(bounds, [SCREEN])).toEqual({ width: 1000, height: 700 });
    expect(boundsOnScreen(bounds, [SCREEN, { ...SCREEN, x: 1920 }])).toEqual(bounds);
  });

  test('is given up when its title bar would be out of reach', () => {
    expect(boundsOnScreen({ x: 0, y: -300, width: 1000, height: 700 }, [SCREEN])).not.toHaveProperty('x');
    expect(boundsOnScreen({ x: 1900, y: 0, width: 1000, height: 700 }, [SCREEN])).not.toHaveProperty('x');
  });

  test('is never smaller than what the dashboard can be used in', () => {
    expect(boundsOnScreen({ x: 0, y: 0, width: 5, height: 5 }, [SCREEN])).toMatchObject({
      width: 640,
      height: 480,
    });
  });

  test('starts at 1440 x 900', () => {
    expect(boundsOnScreen(null, [SCREEN])).toEqual({ width: 1440, height: 900 });
  });
});

describe('the shell state file', () => {
  test.each(['', '{', '[]', '{"theme":"pink"}', '{"bounds":{"x":"0"}}', 'null'])(
    'with the text %j is taken for none',
    (text) => {
      expect(parseShellState(text)).toEqual(INITIAL_SHELL_STATE);
    },
  );

  test('comes back as it was written, and leaves nothing beside it', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'shell-state.json');
    const state = {
      bounds: { x: 1, y: 2, width: 800, height: 600 },
      maximized: true,
      theme: 'dark' as const,
      told: ['hide' as const],
    };
    expect(readShellState(path)).toEqual(INITIAL_SHELL_STATE);
    writeShellState(path, state);
    expect(readShellState(path)).toEqual(state);
    expect(readdirSync(folder)).toEqual(['shell-state.json']);
    expect(readFileSync(path, 'utf8')).toContain('"theme":"dark"');
  });
});
