import type { Readable } from 'node:stream';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { askHidden, readPipedUntil } from './key-options.ts';

const WORDS = 24;

/** The 24 recovery words on one line: typed unseen, or piped in; never of the command line. */
export async function readTypedWords(): Promise<string> {
  return process.stdin.isTTY ? askHidden(t('terminal.words.type')) : readPipedWords(process.stdin);
}

/**
 * One line, or the numbered columns that `words --yes-print` writes: these by their numbers.
 * @throws {GhostStackError} `cancelled` where nothing comes, `too-large`
 */
export async function readPipedWords(input: Readable): Promise<string> {
  const text = await readPipedUntil(
    input,
    (soFar) => soFar.includes('\n') && (!isNumbered(soFar) || numberedWords(soFar).length >= WORDS),
  );
  const words = isNumbered(text) ? numberedWords(text).join(' ') : (text.split(/\r?\n/)[0] ?? '');
  if (words === '') throw new GhostStackError('cancelled', says('error.headless.noWords'));
  return words;
}

function isNumbered(text: string): boolean {
  return /^\s*\d/.test(text);
}

/** Of what is written in full: a word ends with a blank. */
function numberedWords(text: string): string[] {
  return [...text.matchAll(/(\d+)[\s.)]+([^\s\d]+)(?=\s)/g)]
    .map(([, place, word]) => ({ place: Number(place), word: word ?? '' }))
    .sort((a, b) => a.place - b.place)
    .map(({ word }) => word);
}
