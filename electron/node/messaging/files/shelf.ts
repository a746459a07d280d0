import type { SourceEnd } from './chunk-source.ts';
import type { SealedChunk } from './chunks.ts';

/**
 * Why a file is not served, or not any more. `not-found` to whoever was not named, and for whatever there is not, alike;
 * `busy`: others are served now.
 */
export type FileEnd = 'not-found' | 'busy' | SourceEnd;

/** A file that is being served to one recipient. */
export interface OpenFile {
  readonly bytes: number;
  /** Of its chunks, one after the other. */
  readonly hashes: Uint8Array;
  /** Aborted when it must not be served any more. */
  readonly signal: AbortSignal;
  chunk(index: number): Promise<SealedChunk | SourceEnd>;
  /** A chunk is on its way. */
  sent(index: number): void;
  close(): Promise<void>;
}

/** What members may fetch from this node: asked by the transport, which knows who asks. */
export interface FileShelf {
  /** For whom it is not, it is not there. */
  open(did: string, root: string): Promise<OpenFile | FileEnd>;
}
