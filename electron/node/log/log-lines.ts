import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1024 * 1024;

/** The lines of a text, each with the line feed that ends it; the last may have none. */
export function* linesIn(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    yield text.slice(from, end === -1 ? text.length : end + 1);
    from = end === -1 ? text.length : end + 1;
  }
}

/**
 * The same of a file, of which one piece is in memory at a time.
 * @throws {TypeError} if it is not UTF-8, and what the system says of a file that cannot be read
 */
export function* linesOfFile(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const chunk = new Uint8Array(CHUNK_BYTES);
    let begun = '';
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      const lines = `${begun}${utf8.decode(chunk.subarray(0, read), { stream: true })}`;
      const end = lines.lastIndexOf('\n') + 1;
      yield* linesIn(lines.slice(0, end));
      begun = lines.slice(end);
    }
    const rest = begun + utf8.decode();
    if (rest !== '') yield rest;
  } finally {
    closeSync(file);
  }
}
