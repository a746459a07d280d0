import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readPipedWords } from '../../../electron/headless/typed-words.ts';

const WORDS = Array.from({ length: 24 }, (_, at) => `word${'abcdefghijklmnopqrstuvwx'[at]}`);

/** A pipe that stays open, into which this is written piece by piece. */
function pipeOf(text: string, piece: number): PassThrough {
  const pipe = new PassThrough();
  for (let at = 0; at < text.length; at += piece) pipe.write(text.slice(at, at + piece));
  return pipe;
}

/** As `words --yes-print` writes them: read down the columns. */
const COLUMNS = Array.from({ length: 6 }, (_, row) =>
  [0, 6, 12, 18]
    .map((first) => `${String(first + row + 1).padStart(2)}  ${WORDS[first + row]}   `)
    .join('  '),
).join('\n');

test.each([1, 7, 4096])(
  'words come in on one line, or as they were printed, in pieces of %i',
  async (piece) => {
    for (const text of [WORDS.join(' '), `${COLUMNS}\n`])
      expect(await readPipedWords(pipeOf(`${text}\n`, piece))).toBe(WORDS.join(' '));
  },
);

test('what is not there is named, and what has ended is taken as it is', async () => {
  const ended = (text: string) => {
    const pipe = new PassThrough();
    pipe.end(text);
    return readPipedWords(pipe);
  };
  await expect(ended('')).rejects.toMatchObject({ code: 'cancelled', message: /No recovery words came in/ });
  expect(await ended('zoo zoo')).toBe('zoo zoo');
  expect(await ended(' 2  zoo\n 1  abandon\n')).toBe('abandon zoo');
  await expect(ended('a'.repeat(100_000))).rejects.toMatchObject({ code: 'too-large' });
});
