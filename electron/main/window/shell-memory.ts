import type { ShellState } from './shell-state.ts';
import { readShellState, writeShellState } from './shell-state-file.ts';

/** What the shell remembers between starts, as it is now and on disk. */
export class ShellMemory {
  readonly #path: string;
  #state: ShellState;

  constructor(path: string) {
    this.#path = path;
    this.#state = readShellState(path);
  }

  get state(): ShellState {
    return this.#state;
  }

  /** From now on; on disk with what is kept next. */
  note(change: Partial<ShellState>): void {
    this.#state = { ...this.#state, ...change };
  }

  keep(change: Partial<ShellState>): void {
    this.note(change);
    writeShellState(this.#path, this.#state);
  }
}
