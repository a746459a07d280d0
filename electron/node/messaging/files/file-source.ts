import type { ChunkMap } from './chunk-map.ts';
import type { FileEnd } from './shelf.ts';

/** A file that is fetched, as far as it is there. */
export interface WantedFile {
  readonly root: string;
  readonly bytes: number;
  readonly map: ChunkMap;
  /** The hashes of its chunks, where they came before; `root` is theirs. */
  readonly hashes: Uint8Array | null;
  readonly keepHashes: (hashes: Uint8Array) => void;
  /** A sealed chunk that is the one that its hash names: to be opened, written and counted, now or with the next ones. */
  readonly take: (index: number, sealed: Uint8Array) => Promise<void>;
}

/** What a fetch asks of the transport. */
export interface FileSource {
  isOnline(did: string): boolean;
  /** See pullFile. */
  fetchFile(did: string, wanted: WantedFile, signal: AbortSignal): Promise<'whole' | FileEnd>;
}
