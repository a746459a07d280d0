/** A home of the day: its computer has a clock that can be set, and a cable that can be pulled where the system lets tests make networks. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CellHome } from '../cell/cell-home.ts';
import type { Namespace } from '../network-namespaces.ts';

const [WRONG_CLOCK, LYING_CARRIER, SOURCES] = [
  './wrong-clock.ts',
  './lying-carrier.ts',
  '../../../electron/headless/cli.ts',
].map((path) => fileURLToPath(new URL(path, import.meta.url))) as [string, string, string];

export class DayHome extends CellHome {
  readonly namespace: Namespace | null;
  readonly #clockFile: string;
  readonly #liesFile: string;
  /** Its cable hangs loose. */
  isCut = false;
  #lies = false;
  /** How far its clock is ahead. */
  aheadMs = 0;

  constructor(folder: string, name: string, namespace: Namespace | null) {
    super(folder, name);
    this.namespace = namespace;
    this.#clockFile = join(folder, `${name}.clock`);
    this.#liesFile = join(folder, `${name}.lies`);
    this.setClock(0);
  }

  /** From its next start on it is a carrier that drops what it says that it has. */
  liesFromNowOn(): void {
    this.#lies = true;
    writeFileSync(this.#liesFile, '');
  }

  /** Hashes of what it took of others since, and threw away. */
  thrownAway(): string[] {
    return readFileSync(this.#liesFile, 'utf8').split('\n').filter(Boolean);
  }

  setClock(aheadMs: number): void {
    this.aheadMs = aheadMs;
    writeFileSync(this.#clockFile, String(aheadMs));
  }

  pullCable(): void {
    this.namespace?.setLink(false);
    this.isCut = true;
  }

  putCableBack(): void {
    this.namespace?.setLink(true);
    this.isCut = false;
  }

  override start(...args: readonly string[]): Promise<void> {
    const fixed = this.namespace ? ['--listen', '0.0.0.0:0'] : ['--listen', '127.0.0.1:0', '--no-mdns'];
    return this.startBy((program, ...rest) => this.#command(program, rest), ...fixed, ...args);
  }

  #command(program: string, [command = '', ...rest]: readonly string[]): [string, string[]] {
    const loaded = this.#lies ? [WRONG_CLOCK, LYING_CARRIER] : [WRONG_CLOCK];
    const words = [
      `GHOSTSTACK_TEST_CLOCK=${this.#clockFile}`,
      `GHOSTSTACK_TEST_LIES=${this.#liesFile}`,
      program,
      ...loaded.flatMap((path) => ['--import', path]),
      this.#lies ? SOURCES : command,
      ...rest,
    ];
    return this.namespace ? this.namespace.command('env', ...words) : ['env', words];
  }
}
