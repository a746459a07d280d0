import { createInterface } from 'node:readline';
import { WORDS_ASKED_BACK } from '#shared/contract/domain/recovery-words.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withNode } from '../ask-node.ts';
import { command, type Output, print, requiredHome } from '../command.ts';
import { readKnownPassphrase, readProtection } from '../key-options.ts';
import { UsageError } from '../usage-error.ts';

const COLUMNS = 4;
/** Takes the words from the screen, and from what can be scrolled back to. */
const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

/** Shows the 24 recovery words to who sits at the terminal, asks three back, and lets the home forget them. */
export const words = command({
  name: 'words',
  notes: ['terminal.words.note.once', 'terminal.words.note.yesPrint'],
  options: ['yes-print'],
  words: [],
  async run({ values }, output) {
    const home = requiredHome(values.home);
    const isTerminal = process.stdout.isTTY === true && !output.json;
    if (!isTerminal && !values['yes-print']) throw new UsageError(says('error.headless.wordsToTerminal'));
    const keyFile = values['key-file'];
    const sealedBy = keyFile
      ? await readProtection({ 'key-file': keyFile }, { ask: '', isNew: false })
      : null;
    return withNode(home, { unlock: false, sealedBy }, async (client) => {
      const { me, recoveryWords } = await client.ask('state.snapshot', { stateHash: false });
      if (recoveryWords?.state === 'forgotten')
        throw new GhostStackError('not-found', says('error.words.forgotten'));
      const passphrase =
        me?.keyProtection === 'passphrase'
          ? await readKnownPassphrase(values['passphrase-file'], t('terminal.passphrase.ask'))
          : undefined;
      const shown = await client.ask('words.show', passphrase === undefined ? {} : { passphrase });
      process.stderr.write(`${t('recovery.words.stake')}\n${t('recovery.words.write')}\n`);
      print(output, { words: shown.words }, columnsOf(shown.words));
      if (!isTerminal || process.stdin.isTTY !== true) return 0;
      return askBack(client, shown.asked, output);
    });
  },
});

/** Read down the columns, as a list on paper is. */
function columnsOf(all: readonly string[]): string[] {
  const rows = all.length / COLUMNS;
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: COLUMNS }, (_, column) => {
      const at = column * rows + row;
      return `${String(at + 1).padStart(2)}  ${(all[at] ?? '').padEnd(10)}`;
    })
      .join('  ')
      .trimEnd(),
  );
}

async function askBack(client: NodeClient, asked: readonly number[], output: Output): Promise<number> {
  await askedLine(t('terminal.words.enter'));
  process.stdout.write(CLEAR);
  process.stderr.write(`${t('terminal.words.asked', { n: WORDS_ASKED_BACK })}\n`);
  let open = asked;
  const typed = new Map<number, string>();
  while (open.length > 0) {
    for (const place of open)
      typed.set(place, await askedLine(`${t('recovery.words.place', { n: place })}:`));
    const answers = asked.map((place) => ({ place, word: typed.get(place) ?? '' }));
    const { wrong } = await client.ask('words.check', { answers });
    for (const place of wrong) process.stderr.write(`${t('recovery.words.wrong', { n: place })}\n`);
    open = wrong;
  }
  print(output, { forgotten: true }, [t('recovery.words.forgotten'), t('recovery.words.forgottenText')]);
  return 0;
}

/** One typed line. Throws `cancelled` at Ctrl C and Ctrl D: then nothing is forgotten. */
function askedLine(question: string): Promise<string> {
  const reader = createInterface({
    input: process.stdin,
    output: process.stderr,
    terminal: true,
    historySize: 0,
  });
  return new Promise((resolve, reject) => {
    reader.once('close', () => reject(new GhostStackError('cancelled', says('error.headless.wordsKept'))));
    reader.question(`${question} `, (answer) => {
      resolve(answer);
      reader.close();
    });
  });
}
