import { join } from 'node:path';
import type { CallParsed } from '#shared/contract/contract.ts';
import type { Attachment, MessageFile, Transfer } from '#shared/contract/domain/file.ts';
import type { Message } from '#shared/contract/domain/message.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { Attachments } from '../messaging/files/attachments.ts';
import { BegunAttachments } from '../messaging/files/begun-attachments.ts';
import { FetchTable, type OfferedMessage } from '../messaging/files/fetch-table.ts';
import { markDownloaded } from '../messaging/files/mark-downloaded.ts';
import type { NewFile } from '../messaging/files/new-file.ts';
import { OfferTable } from '../messaging/files/offer-table.ts';
import { saveFile } from '../messaging/files/save-file.ts';
import { Uploads } from '../messaging/files/uploads.ts';
import { WholeFiles } from '../messaging/files/whole-file.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { Store } from '../store/store.ts';
import type { NodeSession } from './node-session.ts';
import { incomingFolder } from './session-files.ts';
import { type Reading, shownTransfers } from './shown-transfers.ts';

export interface NodeFilesOptions {
  readonly store: Store;
  readonly settings: SettingsStore;
  /** The folder of the home. */
  readonly home: string;
  readonly clock: () => number;
  readonly session: () => NodeSession | null;
  /** The same, or throws `key-locked`. */
  readonly unlocked: () => NodeSession;
  readonly messageOf: (id: string) => Message | null;
  /** What people call the member of a DID. */
  readonly nameOf: (did: string) => string;
  /** The transfers are shown differently. */
  readonly changed: () => void;
  readonly sweepFailed: (error: unknown) => void;
}

/** Files that travel with messages: attached, fetched, called off and saved. */
export class NodeFiles {
  readonly #options: NodeFilesOptions;
  readonly #attachments: Attachments;
  readonly #uploads: Uploads;
  readonly #offers: OfferTable;
  readonly #fetches: FetchTable;
  readonly #whole: WholeFiles;
  /** By attachment. */
  readonly #reading = new Map<string, Reading & { readonly stop: AbortController }>();
  #sweeping: Promise<void> = Promise.resolve();

  constructor(options: NodeFilesOptions) {
    this.#options = options;
    const { db } = options.store;
    this.#offers = new OfferTable(db);
    this.#fetches = new FetchTable(db);
    this.#whole = new WholeFiles(db, this.#fetches, incomingFolder(options.home));
    this.#attachments = new Attachments(new BegunAttachments(options.settings, options.clock));
    this.#uploads = new Uploads(join(options.home, 'outgoing'), this.#attachments);
  }

  /** Everything on its way, and what waits to be. */
  transfers(): Transfer[] {
    const session = this.#options.session();
    return shownTransfers({
      reading: [...this.#reading.values()],
      offers: this.#offers.shown(this.#options.clock()),
      wanted: this.#fetches.wanted(),
      sending: (message, did) => session?.files.offers.sending(message, did) ?? null,
      fetching: (message) => session?.files.fetches.fetching(message) ?? null,
      nameOf: this.#options.nameOf,
    });
  }

  attach(path: string, thread?: string): Promise<Attachment> {
    return this.#attachments.attach(path, { thread });
  }

  /** What was chosen in a conversation and is not sent. */
  attached(thread: string): Attachment[] {
    return this.#attachments.ofThread(thread);
  }

  async upload(file: CallParsed<'files.upload'>): Promise<{ id: string }> {
    return { id: await this.#uploads.begin(file) };
  }

  async piece(id: string, at: number, data: string): Promise<{ attachment: Attachment | null }> {
    return { attachment: await this.#uploads.piece(id, at, Buffer.from(data, 'base64')) };
  }

  async detach(id: string): Promise<null> {
    this.#reading.get(id)?.stop.abort();
    await this.#uploads.end(id);
    await this.#attachments.detach(id);
    return null;
  }

  /** Reads what was attached, for those recipients, and hands it to whoever writes the message. */
  async sendWith<T>(
    id: string,
    thread: string,
    recipients: readonly string[],
    write: (file: NewFile) => T,
  ): Promise<T> {
    const attachment = this.#attachments.find(id);
    const reading = { attachment, thread, stop: new AbortController(), doneBytes: 0 };
    this.#reading.set(id, reading);
    try {
      const file = await this.#attachments.prepare(id, recipients, {
        signal: reading.stop.signal,
        progress: (bytes) => {
          reading.doneBytes = bytes;
          this.#options.changed();
        },
      });
      const written = write(file);
      this.#attachments.sent(id);
      return written;
    } finally {
      this.#reading.delete(id);
      this.#options.changed();
    }
  }

  /** Throws `not-found`; `conflict` for a small one, which comes by itself; `store-full`. */
  fetch(id: string): null {
    const { files } = this.#options.unlocked();
    const offered = this.#offered(id);
    if ('parts' in offered.file.way) throw new GhostStackError('conflict', says('error.files.comesByItself'));
    files.fetches.fetch(offered);
    return null;
  }

  /** Of a message that came, or of one of ours. Throws `not-found`; `conflict` where nothing is under way. */
  async cancel(id: string, to: string | null): Promise<null> {
    const session = this.#options.unlocked();
    const own = this.#options.messageOf(id);
    requireUnderWay(own);
    if (own?.direction === 'out' && own.file?.isSmall) session.queue.cancel(id, to, 'file');
    else if (own?.direction === 'out' && own.file) session.files.offers.withdraw(own.number, to);
    else await session.files.fetches.cancel(this.#offered(id));
    return null;
  }

  /** Throws `not-found`. */
  facts(id: string): MessageFile {
    const file = this.#options.messageOf(id)?.file;
    if (file === undefined) throw new GhostStackError('not-found', says('error.files.noMessage', { id }));
    return file;
  }

  async save(id: string, path: string, overwrite: boolean): Promise<{ path: string; marked: boolean }> {
    const offered = this.#offered(id);
    await saveFile(path, this.#whole.pieces(offered), overwrite);
    return { path, marked: await markDownloaded(path, offered.senderDid, this.#options.clock()) };
  }

  async read(id: string, at: number, bytes: number): Promise<{ data: string }> {
    const piece = await this.#whole.read(this.#offered(id), at, bytes);
    return { data: Buffer.from(piece).toString('base64') };
  }

  /** Copies of what was uploaded go when nobody may fetch them any more. */
  sweep(): void {
    const { clock, sweepFailed } = this.#options;
    const swept = () => this.#uploads.sweep(() => this.#offers.staged(clock()));
    this.#sweeping = this.#sweeping.then(swept).catch(sweepFailed);
  }

  /** Before the store is closed: what is still needed is read from it. */
  async end(): Promise<void> {
    await this.#sweeping;
  }

  #offered(id: string): OfferedMessage {
    const offered = this.#fetches.offered(id);
    if (offered === null) throw new GhostStackError('not-found', says('error.files.noMessage', { id }));
    return offered;
  }
}

/** What is here stays until its message is deleted, and what arrived cannot be taken back. */
function requireUnderWay(message: Message | null): void {
  if (message?.file?.state === 'whole') {
    const said = message.direction === 'in' ? says('error.files.isHere') : says('error.files.isThere');
    throw new GhostStackError('conflict', said);
  }
  if (message?.direction === 'in' && message.file?.isSmall)
    throw new GhostStackError('conflict', says('error.files.comesByItself'));
}
