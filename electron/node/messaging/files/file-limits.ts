/** Bounds of files that travel with messages; formats: docs/protocol.md, "Files". Bytes where nothing else is said. */
import { DAY_MS } from '#shared/protocol/limits.ts';

/** Of a large file in each chunk but the last, before it is sealed. */
export const CHUNK_BYTES = 65_536;
/** AES-256-GCM's tag. */
export const TAG_BYTES = 16;
export const HASH_BYTES = 32;
export const FILE_KEY_BYTES = 32;
/** Chunks that one request may ask for, and that may be asked for and not have come: 1 MiB. */
export const CHUNKS_AT_ONCE = 16;

/** What the disk must have free beyond the file itself before it is fetched. */
export const SPARE_BYTES = 512 * 1024 * 1024;
/** What was fetched in part goes after so long without a byte. */
export const STALE_MS = 7 * DAY_MS;
/** At the same time, on either side; one with each peer. */
export const TRANSFERS_MAX = 4;

export const SAVED_NAME_MAX_UNITS = 120;
