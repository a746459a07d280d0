/** What a line is given to measure with, and who takes it down. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Program, type ProgramOptions, startProgram } from './program.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** A built checkout: programs import from it, commands are its `out/headless/cli.js`. */
export interface Tree {
  readonly name: string;
  readonly root: string;
}

export interface ContextOptions<Name extends string> {
  readonly sizes: Readonly<Record<Name, number>>;
  readonly isShort: boolean;
  readonly former: Tree | null;
  readonly signal: AbortSignal;
  say(text: string): void;
}

export class BenchContext<Name extends string = string> {
  readonly sizes: Readonly<Record<Name, number>>;
  /** For correctness only: few, once, and nothing is judged. */
  readonly isShort: boolean;
  readonly now: Tree = { name: 'now', root: PROJECT };
  /** Null where there is none: in the short form, or without the history of the project. */
  readonly former: Tree | null;
  /** Removed at the end. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** What is going on, on standard error. */
  readonly say: (text: string) => void;
  readonly #cleanups: (() => unknown)[] = [];
  readonly #notes: string[] = [];
  #isEnded = false;

  constructor({ sizes, isShort, former, signal, say }: ContextOptions<Name>) {
    this.sizes = sizes;
    this.isShort = isShort;
    this.former = former;
    this.signal = signal;
    this.say = say;
    this.folder = mkdtempSync(join(tmpdir(), 'ghoststack-bench-'));
    this.onEnd(() => rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 }));
  }

  /** At the end or after Ctrl C, the last first. */
  onEnd(cleanup: () => unknown): void {
    this.#cleanups.push(cleanup);
    // A line that was broken off may still be setting up.
    if (this.#isEnded) void this.end();
  }

  /** Printed below the line and kept with it: what the figures do not say. */
  note(text: string): void {
    this.#notes.push(text);
  }

  get notes(): readonly string[] {
    return this.#notes;
  }

  /** Runs a file of test/bench/programs in a process of its own, over the modules of one tree. */
  program(tree: Tree, file: string, options: ProgramOptions = {}): Program {
    const program = startProgram(join(PROJECT, 'test/bench/programs', file), tree.root, options);
    this.onEnd(() => program.stop());
    return program;
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    for (const cleanup of this.#cleanups.splice(0).reverse()) {
      try {
        await cleanup();
      } catch (error) {
        this.say(`could not be taken down: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
