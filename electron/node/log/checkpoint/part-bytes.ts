import type { StoredPart } from '#shared/protocol/log/columns.ts';

/** Numbers of eight bytes begin at such a place. */
const ALIGN = 8;
const LENGTH_BYTES = 4;

type Chunk = StoredPart['columns'][number];
const KINDS = { ints: Int32Array, floats: Float64Array, bytes: Uint8Array } as const;
type KindName = keyof typeof KINDS;

interface Header {
  readonly metas: readonly unknown[];
  /** Of each part its columns. */
  readonly columns: readonly (readonly (readonly [KindName, number])[])[];
}

/** Parts as bytes: a header of JSON, and each column as it stands in memory. */
export function bytesOfParts(parts: readonly StoredPart[]): Buffer {
  const header: Header = {
    metas: parts.map(({ meta }) => meta),
    columns: parts.map(({ columns }) => columns.map((column) => [kindOf(column), column.length])),
  };
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(text.length);
  const pieces = [length, text, padding(LENGTH_BYTES + text.length)];
  for (const column of parts.flatMap(({ columns }) => columns)) {
    const bytes = Buffer.from(column.buffer, column.byteOffset, column.byteLength);
    pieces.push(bytes, padding(bytes.length));
  }
  return Buffer.concat(pieces);
}

/** The columns are not copied: they are those bytes. Throws where they cannot be what `bytesOfParts` made. */
export function partsOfBytes(data: Buffer): StoredPart[] {
  const bytes = data.byteOffset % ALIGN === 0 ? data : Buffer.from(new Uint8Array(data).buffer);
  const end = LENGTH_BYTES + bytes.readUInt32LE(0);
  const header = JSON.parse(bytes.toString('utf8', LENGTH_BYTES, end)) as Header;
  let at = aligned(end);
  return header.metas.map((meta, part) => ({
    meta,
    columns: (header.columns[part] ?? []).map(([kind, length]) => {
      const column = new KINDS[kind](bytes.buffer as ArrayBuffer, bytes.byteOffset + at, length);
      at = aligned(at + column.byteLength);
      return column;
    }),
  }));
}

function kindOf(column: Chunk): KindName {
  if (column instanceof Int32Array) return 'ints';
  return column instanceof Float64Array ? 'floats' : 'bytes';
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGN) * ALIGN;
}

function padding(length: number): Buffer {
  return Buffer.alloc(aligned(length) - length);
}
