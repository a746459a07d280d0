/** The logs of decentralized-identity/didwebvh-test-suite, by scenario and the program that wrote them. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readVectorText } from './vectors.ts';

export const SUITE = join(import.meta.dirname, '../vectors/didwebvh');
/** A day after the newest of them was written. */
export const SUITE_NOW_MS = Date.parse('2026-11-23T10:00:00Z');

/** `scenario/writer` */
export const scenarios = readdirSync(SUITE).flatMap((scenario) =>
  readdirSync(join(SUITE, scenario)).map((writer) => `${scenario}/${writer}`),
);

export const logOf = (name: string) => readVectorText(`didwebvh/${name}/did.jsonl`);
export const witnessFileOf = (name: string) =>
  existsSync(join(SUITE, name, 'did-witness.json'))
    ? readVectorText(`didwebvh/${name}/did-witness.json`)
    : undefined;
