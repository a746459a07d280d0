import { readFileSync } from 'node:fs';

/** A file under test/vectors; where each comes from stands in test/vectors/SOURCE.txt. */
export function readVectorText(path: string): string {
  return readFileSync(new URL(`../vectors/${path}`, import.meta.url), 'utf8');
}

export function readVectorJson<T>(path: string): T {
  return JSON.parse(readVectorText(path)) as T;
}

export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
