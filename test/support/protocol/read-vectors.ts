/** Reads test/vectors/protocol as any other implementation would: text by text. */
import { readdirSync, readFileSync } from 'node:fs';
import type { CellVector } from './protocol-vectors.ts';

const FOLDER = new URL('../../vectors/protocol/', import.meta.url);

export interface ReadVector extends CellVector {
  readonly name: string;
  readonly lines: readonly string[];
}

export function fileText(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

export function readJson<T>(name: string): T {
  return JSON.parse(fileText(name)) as T;
}

/** Without trust.json, which has a script and a test of its own, and the README. */
export function fileNames(): string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.') && !['README.md', 'trust.json'].includes(name))
    .sort();
}

export function readCell(name: string): ReadVector {
  const lines = fileText(`cells/${name}.jsonl`).trimEnd().split('\n');
  return { ...readJson<CellVector>(`cells/${name}.json`), name, lines };
}

export function readCells(): ReadVector[] {
  return fileNames()
    .filter((name) => name.startsWith('cells/') && name.endsWith('.json'))
    .map((name) => readCell(name.slice('cells/'.length, -'.json'.length)));
}

/** The entries of the base, and of its base, and those of the vector itself: the whole log, causes first. */
export function wholeLog({ base, lines }: ReadVector): string[] {
  return [...(base === null ? [] : wholeLog(readCell(base))), ...lines];
}
