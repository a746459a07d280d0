import { create } from 'zustand';
import type { Attachment } from '#shared/contract/domain/file.ts';
import { GhostStackError, thrownFailure, toFailure } from '#shared/contract/errors.ts';
import { PIECE_MAX_BYTES } from '#shared/contract/file-calls.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import type { Dashboard } from '../../state/dashboard-store.ts';
import { toBase64 } from './read-file.ts';

/** A file that is to be sent in a conversation. */
export interface FileToSend {
  readonly key: number;
  readonly thread: string;
  readonly name: string;
  readonly bytes: number;
  /** `taking`: it is handed to the node; `ready`; `sending`: its message is being written. */
  readonly state: 'taking' | 'ready' | 'sending';
  /** Of what is being taken. */
  readonly doneBytes: number;
  /** Of the attachment, or of what is being taken; null before there is one. */
  readonly id: string | null;
}

interface Held {
  readonly files: readonly FileToSend[];
  /** Why the last one is not among them, by conversation. */
  readonly problems: Readonly<Record<string, string>>;
}

/** More than anybody sends at once. */
const FILES_MAX = 10;
const FILE_MAX_BYTES = 2 ** 30;

/** What waits in all conversations: it stays while another one is looked at. */
export const useFilesToSend = create<Held>(() => ({ files: [], problems: {} }));

let nextKey = 1;

function change(key: number, to: Partial<FileToSend>): void {
  useFilesToSend.setState(({ files }) => ({
    files: files.map((file) => (file.key === key ? { ...file, ...to } : file)),
  }));
}

function isHeld(key: number): boolean {
  return useFilesToSend.getState().files.some((file) => file.key === key);
}

function forget(key: number): void {
  useFilesToSend.setState(({ files }) => ({ files: files.filter((file) => file.key !== key) }));
}

export function tellProblem(thread: string, problem: string | null): void {
  useFilesToSend.setState(({ problems }) => {
    const { [thread]: _, ...others } = problems;
    return { problems: problem === null ? others : { ...others, [thread]: problem } };
  });
}

function hold(file: Omit<FileToSend, 'key'>): number {
  const key = nextKey++;
  useFilesToSend.setState(({ files }) => ({ files: [...files, { ...file, key }] }));
  return key;
}

/** Whether there is room for one more; says so where there is none. */
function hasRoom(thread: string): boolean {
  const count = useFilesToSend.getState().files.filter((file) => file.thread === thread).length;
  if (count < FILES_MAX) return true;
  tellProblem(thread, t('attached.manyAtOnce', { limit: FILES_MAX }));
  return false;
}

/** What the operator chose in the system's dialog; it stays where it is. */
export function holdAttachment(thread: string, { id, name, bytes }: Attachment): void {
  if (hasRoom(thread)) hold({ thread, name, bytes, id, state: 'ready', doneBytes: bytes });
}

/**
 * What the node has of a conversation beside its text: what was chosen before the page was loaded or the node started.
 * Of what stood here before the node was asked it has all, but what was sent or taken back elsewhere.
 */
export function holdKept(thread: string, kept: readonly Attachment[], before: readonly FileToSend[]): void {
  const has = new Set(kept.map(({ id }) => id));
  const gone = before.filter(({ state, id }) => state === 'ready' && !has.has(id ?? ''));
  for (const { key } of gone) forget(key);
  const held = new Set(ofThread(thread).map(({ id }) => id));
  for (const attachment of kept) if (!held.has(attachment.id)) holdAttachment(thread, attachment);
}

export function ofThread(thread: string): FileToSend[] {
  return useFilesToSend.getState().files.filter((file) => file.thread === thread);
}

/** Hands files of this page to the node, one after another. Never rejects. */
export async function takeFiles(dashboard: Dashboard, thread: string, files: readonly File[]): Promise<void> {
  tellProblem(thread, null);
  const taken = files.flatMap((file) => {
    const problem = objection(file);
    if (problem) tellProblem(thread, problem);
    if (problem || !hasRoom(thread)) return [];
    const { name, size: bytes } = file;
    return [{ file, key: hold({ thread, name, bytes, id: null, state: 'taking', doneBytes: 0 }) }];
  });
  for (const { file, key } of taken) {
    try {
      await take(dashboard, thread, file, key);
    } catch (error) {
      if (!isHeld(key)) continue;
      forget(key);
      const name = visibleLine(file.name);
      const isOfNode = error instanceof GhostStackError;
      tellProblem(thread, isOfNode ? failureInWords(toFailure(error)) : t('attached.notRead', { name }));
    }
  }
}

function objection({ name, size }: File): string | null {
  if (size === 0) return t('attached.empty', { name: visibleLine(name) });
  if (size <= FILE_MAX_BYTES) return null;
  return t('error.files.tooLarge', { size: byteSize(size), limit: byteSize(FILE_MAX_BYTES) });
}

async function take(dashboard: Dashboard, thread: string, file: File, key: number): Promise<void> {
  if (!isHeld(key)) return;
  const begun = await dashboard.call('files.upload', {
    name: file.name.slice(-255) || 'file',
    type: file.type.slice(0, 255),
    bytes: file.size,
    thread,
  });
  if (!begun.ok) throw thrownFailure(begun.error);
  const { id } = begun.value;
  change(key, { id });
  for (let at = 0; at < file.size; at += PIECE_MAX_BYTES) {
    // Taken back meanwhile, perhaps before there was anything to name.
    if (!isHeld(key)) return void (await dashboard.call('files.detach', { id }));
    const data = await toBase64(file.slice(at, at + PIECE_MAX_BYTES));
    const answer = await dashboard.call('files.piece', { id, at, data });
    if (!answer.ok) throw thrownFailure(answer.error);
    const { attachment } = answer.value;
    if (attachment && !isHeld(key)) return void (await dashboard.call('files.detach', { id: attachment.id }));
    change(key, {
      doneBytes: Math.min(file.size, at + PIECE_MAX_BYTES),
      ...(attachment ? { id: attachment.id, state: 'ready' } : {}),
    });
  }
}

/** It is not sent after all, also while it is being read for its message. */
export function drop(dashboard: Dashboard, { key, id }: FileToSend): void {
  forget(key);
  if (id !== null) void dashboard.call('files.detach', { id });
}

/** Those of a conversation that can be sent are being sent from now on. */
export function beginSending(thread: string): FileToSend[] {
  const { files } = useFilesToSend.getState();
  const ready = files.filter((file) => file.thread === thread && file.state === 'ready');
  for (const { key } of ready) change(key, { state: 'sending' });
  return ready;
}

/** Its message is there. */
export function wasSent({ key }: FileToSend): void {
  forget(key);
}

/** Its message could not be written: it waits again, unless it was taken back meanwhile. */
export function notSent({ key }: FileToSend): void {
  change(key, { state: 'ready' });
}
