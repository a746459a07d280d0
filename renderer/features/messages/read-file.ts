import { GhostStackError, thrownFailure } from '#shared/contract/errors.ts';
import { PIECE_MAX_BYTES } from '#shared/contract/file-calls.ts';
import { says } from '#shared/protocol/saying.ts';
import type { Dashboard } from '../../state/dashboard-store.ts';

export interface Reading {
  readonly signal: AbortSignal;
  /** Bytes so far. */
  readonly progress: (doneBytes: number) => void;
}

/**
 * All of a file that is whole at the node. In blobs, which a browser keeps on the disk where they are many.
 * Throws what the node answers, and `cancelled`.
 */
export async function readFileOf(
  dashboard: Dashboard,
  id: string,
  { signal, progress }: Reading,
): Promise<Blob> {
  const pieces: Blob[] = [];
  for (let at = 0; ; ) {
    const answer = await dashboard.call('files.read', { id, at, bytes: PIECE_MAX_BYTES });
    if (!answer.ok) throw thrownFailure(answer.error);
    if (signal.aborted) throw new GhostStackError('cancelled', says('error.files.cancelled'));
    const piece = fromBase64(answer.value.data);
    if (piece.length === 0) return new Blob(pieces);
    pieces.push(new Blob([piece]));
    at += piece.length;
    progress(at);
  }
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** Rejects if it cannot be read (any more). */
export function toBase64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const url = typeof reader.result === 'string' ? reader.result : '';
      resolve(url.slice(url.indexOf(',') + 1));
    };
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(blob);
  });
}
