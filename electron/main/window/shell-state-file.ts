import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { INITIAL_SHELL_STATE, parseShellState, type ShellState } from './shell-state.ts';

export function readShellState(path: string): ShellState {
  try {
    return parseShellState(readFileSync(path, 'utf8'));
  } catch {
    return INITIAL_SHELL_STATE;
  }
}

/** Whole or not at all. A disk that is full must not keep anyone from closing the window. */
export function writeShellState(path: string, state: ShellState): void {
  try {
    writeFileSync(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch (error) {
    process.stderr.write(`ghoststack: the window's place was not saved: ${String(error)}\n`);
  }
}
