import { says } from '#shared/protocol/saying.ts';
import { command, type OptionValues, type Output } from '../command.ts';
import { UsageError } from '../usage-error.ts';
import { again, define, issue, list, revoke, types } from './credential-issuing.ts';
import { askPapers, handOver, papers, takePapers } from './credential-papers.ts';
import { check, request, show, standing, trust } from './credential-showing.ts';

const OPTIONS = [
  'to',
  'type',
  'claims',
  'days',
  'request',
  'fields',
  'file',
  'six-words',
  'fingerprint',
] as const;

/** What an action is given: its options, and the one word behind it. */
export interface CredentialGiven {
  readonly values: OptionValues<(typeof OPTIONS)[number]>;
  readonly word: string;
}

const ACTIONS: Readonly<Record<string, (given: CredentialGiven, output: Output) => Promise<number>>> = {
  issue,
  list,
  show,
  check,
  revoke,
  again,
  types,
  define,
  request,
  standing,
  trust,
  papers,
  'ask-papers': askPapers,
  'hand-over': handOver,
  'take-papers': takePapers,
};

/** All about credentials: one word says what. */
export const credential = command({
  name: 'credential',
  notes: [
    'terminal.credential.note.issue',
    'terminal.credential.note.own',
    'terminal.credential.note.show',
    'terminal.credential.note.check',
    'terminal.credential.note.trust',
    'terminal.credential.note.papers',
  ],
  options: OPTIONS,
  words: [{ choices: Object.keys(ACTIONS) }, { isOptional: true, isFile: true }],
  async run({ values, positionals: [action = '', word = ''] }, output) {
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!act) {
      const actions = Object.keys(ACTIONS).join(', ');
      throw new UsageError(says('error.headless.credentialAction', { actions }));
    }
    return act({ values, word }, output);
  },
});
