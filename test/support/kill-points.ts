/** What a process that is killed would leave of its folders: copied after each commit and each file that took its place. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { watchWrites } from './watch-writes.ts';

export class KillPoints {
  readonly #watched: string;
  readonly #copies: string;
  readonly #end: () => void;
  readonly #points: string[] = [];
  #isOn = false;

  /**
   * @param watched a folder, of which all copies are made in the other
   * @param besides statements that are not looked at
   */
  constructor(watched: string, copies: string, besides?: RegExp) {
    this.#watched = watched;
    this.#copies = copies;
    this.#end = watchWrites({ folder: watched, ...(besides ? { besides } : {}), wrote: () => this.#copy() });
  }

  /** Where the copies are that were made while it ran, in their order; the first is of before. */
  during(run: () => void): string[] {
    this.begin();
    try {
      run();
    } finally {
      this.#isOn = false;
    }
    return this.finish();
  }

  /** For what takes a while: all that is written from now on. */
  begin(): void {
    this.#isOn = true;
    this.#copy();
  }

  finish(): string[] {
    this.#isOn = false;
    return [...this.#points];
  }

  end(): void {
    this.#end();
  }

  #copy(): void {
    if (!this.#isOn) return;
    const to = join(this.#copies, String(this.#points.length));
    this.#isOn = false;
    cpSync(this.#watched, to, { recursive: true, filter: (path) => !/\/(lock|logs)\b/.test(path) });
    this.#isOn = true;
    this.#points.push(to);
  }
}
