import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { toFailure } from '#shared/contract/errors.ts';
import { MINUTE_MS } from '#shared/protocol/limits.ts';
import { FetchTable } from '../messaging/files/fetch-table.ts';
import { Fetches } from '../messaging/files/fetches.ts';
import type { FileSource } from '../messaging/files/file-source.ts';
import { OfferTable } from '../messaging/files/offer-table.ts';
import { Offers } from '../messaging/files/offers.ts';
import type { NodeSessionOptions } from './node-session-options.ts';

/** What of others' files has come, in a home. */
export function incomingFolder(home: string): string {
  return join(home, 'incoming');
}

export interface SessionFilesOptions
  extends Pick<NodeSessionOptions, 'store' | 'home' | 'clock' | 'problem'> {
  readonly source: FileSource;
  /** A transfer is shown differently; with the number of its message where that is, too. */
  readonly changed: (message: number | null) => void;
}

/** The large files of a session: what it offers to its peers, and what it fetches from them. */
export class SessionFiles {
  readonly offers: Offers;
  readonly fetches: Fetches;
  readonly #problem: NodeSessionOptions['problem'];
  #timer: NodeJS.Timeout | null = null;

  constructor({ store, home, clock, problem, source, changed }: SessionFilesOptions) {
    this.#problem = problem;
    this.offers = new Offers({
      table: new OfferTable(store.db),
      clock,
      changed: (message, isProgress) => changed(isProgress ? null : message),
    });
    this.fetches = new Fetches({
      table: new FetchTable(store.db),
      folder: incomingFolder(home),
      source,
      freeBytes: () => freeBytes(home),
      clock,
      changed: (message, isProgress) => changed(isProgress ? null : message),
      problem: (error) => problem(toFailure(error)),
    });
  }

  /** The network is there: what was asked for goes on. */
  start(): void {
    if (this.#timer !== null) return;
    this.fetches.start();
    this.#timer = setInterval(() => this.look(), MINUTE_MS);
    this.#timer.unref();
    this.look();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.offers.endAll();
    await this.fetches.stop();
  }

  /** Time has passed, or messages have ended or gone. */
  look(): void {
    try {
      this.offers.look();
      this.fetches.look().catch((error: unknown) => this.#problem(toFailure(error)));
    } catch (error) {
      this.#problem(toFailure(error));
    }
  }
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
