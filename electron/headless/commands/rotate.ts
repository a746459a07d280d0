import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { proposalState } from '../proposal-state.ts';
import { readTypedWords } from '../typed-words.ts';
import { UsageError } from '../usage-error.ts';

/** Opens the vote on another key of this node: made by the device, or by the recovery words. */
export const rotate = command({
  name: 'rotate',
  notes: ['terminal.rotate.note.device', 'terminal.rotate.note.words', 'terminal.rotate.note.newWords'],
  options: ['words', 'new-words'],
  words: [],
  async run({ values }, output) {
    if (values['new-words'] && !values.words) throw new UsageError(says('error.headless.newWordsNeedWords'));
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const { cell } = await client.ask('state.snapshot', { stateHash: false });
      if (!cell) throw new GhostStackError('not-found', says('error.headless.noCellToRotate'));
      const { id } = await client.ask('identity.changeKey', {
        ...(values.words ? { words: await readTypedWords(), newWords: values['new-words'] } : {}),
      });
      const { label, state, seats } = await client.ask('governance.detail', { id });
      const waitsFor = seats
        .filter(({ choice, closed }) => choice === null && !closed)
        .map(({ name }) => name);
      print(output, { id, label, state, waitsFor }, [
        t('terminal.rotate.done', { label, state: proposalState(state) }),
        ...(waitsFor.length > 0
          ? [t('recovery.key.waitsFor', { names: waitsFor.map((name) => visibleLine(name, 40)).join(', ') })]
          : []),
        ...(values['new-words'] ? [t('terminal.rotate.writeDown')] : []),
      ]);
      return 0;
    });
  },
});
