import { createInterface } from 'node:readline/promises';
import { t } from '#shared/words/translate.ts';

/** One line of standard input; nothing where it has ended. */
export async function answerTo(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await Promise.race([
      lines.question(`${question} `),
      new Promise<string>((resolve) => lines.once('close', () => resolve(''))),
    ]);
  } finally {
    lines.close();
  }
}

export function isYes(answer: string): boolean {
  return [t('terminal.yes'), 'yes'].includes(answer.trim().toLowerCase());
}
