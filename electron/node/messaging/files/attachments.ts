import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { FILE_NAME_MAX, type FileFacts, isSmall } from '../file-offer.ts';
import type { BegunAttachments } from './begun-attachments.ts';
import { fileKey } from './chunks.ts';
import { FILE_KEY_BYTES } from './file-limits.ts';
import { typeOf } from './file-type.ts';
import { type LocalFile, lookAtFile } from './local-file.ts';
import type { NewFile } from './new-file.ts';
import { type ReadingOptions, readLarge, readSmall } from './read-file.ts';

/** A file that a message may be written with. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
}

interface Kept extends Attachment {
  readonly file: LocalFile;
  /** A copy in this home, which goes when nobody needs it. */
  readonly staged: boolean;
  /** The conversation in which it was chosen; null where it is for the present alone. */
  readonly thread: string | null;
  readonly atMs: number;
}

/** What it is called, and where it came from, if not from its path. */
interface Chosen {
  readonly staged?: { readonly name: string; readonly type: string } | null;
  readonly thread?: string | null | undefined;
}

/** More than anybody prepares at a time; the oldest is forgotten. */
const ATTACHMENTS_MAX = 100;

/** Files that were chosen and are not sent yet; those of a conversation are there after a restart, too. */
export class Attachments {
  readonly #kept = new Map<string, Kept>();
  readonly #begun: BegunAttachments | null;

  constructor(begun: BegunAttachments | null = null) {
    this.#begun = begun;
    for (const one of begun?.all() ?? []) this.#kept.set(one.id, one);
  }

  /** Looks at a file of this computer. Throws what lookAtFile and the database throw. */
  async attach(path: string, { staged = null, thread = null }: Chosen = {}): Promise<Attachment> {
    const file = await lookAtFile(path);
    const name = (staged?.name ?? basename(path)).slice(-FILE_NAME_MAX).replace(/\p{Cs}/gu, '_');
    const attachment = {
      id: randomBytes(16).toString('hex'),
      name,
      type: staged?.type || typeOf(name),
      bytes: file.bytes,
    };
    const atMs = this.#begun?.now() ?? 0;
    this.#kept.set(attachment.id, { ...attachment, file, staged: staged !== null, thread, atMs });
    for (const id of this.#kept.keys()) if (this.#kept.size > ATTACHMENTS_MAX) await this.detach(id);
    try {
      this.#keep(thread);
    } catch (error) {
      this.#kept.delete(attachment.id);
      throw error;
    }
    return attachment;
  }

  /** Those of a conversation. That a file is another one now is said when it is sent. */
  ofThread(thread: string): Attachment[] {
    const chosen = [...this.#kept.values()].filter((one) => one.thread === thread);
    return chosen.map(({ id, name, type, bytes }) => ({ id, name, type, bytes }));
  }

  async detach(id: string): Promise<void> {
    const kept = this.#kept.get(id);
    this.#kept.delete(id);
    if (kept?.staged) await rm(kept.file.path, { force: true });
    this.#keep(kept?.thread ?? null);
  }

  /** Throws `not-found`. */
  find(id: string): Attachment {
    return this.#find(id);
  }

  /** It is part of a message now. */
  sent(id: string): void {
    const thread = this.#kept.get(id)?.thread ?? null;
    this.#kept.delete(id);
    try {
      this.#keep(thread);
    } catch {
      // Its message is written: at worst it is there once more after the next start.
    }
  }

  /** The paths of copies that wait to be sent. */
  staged(): string[] {
    return [...this.#kept.values()].filter(({ staged }) => staged).map(({ file }) => file.path);
  }

  /** Reads it, for those recipients. Throws `not-found` and what readLarge throws. */
  async prepare(id: string, recipients: readonly string[], reading: ReadingOptions): Promise<NewFile> {
    const { file, name, type, staged } = this.#find(id);
    const facts = (sha256: string): FileFacts => ({ name, type, bytes: file.bytes, sha256 });
    if (isSmall(file.bytes)) {
      const { sha256, parts } = await readSmall(file);
      return { facts: facts(sha256), parts };
    }
    const keys = recipients.map(() => randomBytes(FILE_KEY_BYTES));
    const { sha256, sealed } = await readLarge(file, keys.map(fileKey), reading);
    const offers = recipients.flatMap((recipientDid, at) => {
      const [key, names] = [keys[at], sealed[at]];
      return key && names ? [{ recipientDid, key, ...names }] : [];
    });
    return { facts: facts(sha256), source: { file, staged }, offers };
  }

  #keep(thread: string | null): void {
    if (thread === null || this.#begun === null) return;
    const all = [...this.#kept.values()];
    this.#begun.keep(all.flatMap((one) => (one.thread === null ? [] : [{ ...one, thread: one.thread }])));
  }

  #find(id: string): Kept {
    const kept = this.#kept.get(id);
    if (kept === undefined) throw new GhostStackError('not-found', says('error.files.notAttached'));
    return kept;
  }
}
