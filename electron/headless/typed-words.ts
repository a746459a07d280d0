import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { askHidden, readPiped } from './key-options.ts';

/** The 24 recovery words on one line: typed unseen, or the first line of what is piped in; never of the command line. */
export async function readTypedWords(): Promise<string> {
  return process.stdin.isTTY
    ? askHidden(t('terminal.words.type'))
    : readPiped(process.stdin, says('error.headless.noWords'));
}
