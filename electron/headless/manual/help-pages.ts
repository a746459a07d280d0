/** What `ghoststack help` shows, of everything and of one command. */
import { type StringKey, t } from '#shared/words/translate.ts';
import { type Command, type CommandName, summaryOf, usageLines } from '../command.ts';
import { describedCommand, exampleLines, writtenOption } from './described-command.ts';

/** Commands by what they are about, in the order in which somebody new needs them. */
export const CHAPTERS: readonly (readonly [heading: StringKey, names: readonly CommandName[]])[] = [
  [
    'terminal.help.node',
    [
      'init',
      'start',
      'stop',
      'status',
      'dashboard',
      'lock',
      'unlock',
      'service',
      'resume',
      'demo-cell',
      'completion',
    ],
  ],
  [
    'terminal.help.cell',
    ['found', 'invite', 'join', 'joins', 'accept', 'refuse', 'revoke', 'members', 'compare', 'peer', 'peers'],
  ],
  [
    'terminal.help.messages',
    ['send', 'inbox', 'queue', 'cancel', 'send-again', 'files', 'carried', 'search'],
  ],
  [
    'terminal.help.decisions',
    ['propose', 'open', 'vote', 'close', 'withdraw', 'proposals', 'remove', 'rules', 'scar', 'proof', 'log'],
  ],
  ['terminal.help.trust', ['endorse', 'rank', 'balances', 'transfer', 'credential']],
  ['terminal.help.bridges', ['card', 'bridge', 'unbridge', 'bridges', 'statement', 'import']],
  ['terminal.help.forks', ['cells', 'fork', 'forks', 'leave', 'back', 'leavers']],
  ['terminal.help.keys', ['words', 'rotate', 'recovery-code', 'recover']],
  [
    'terminal.help.agent',
    ['agent', 'brain', 'stimulus', 'stimuli', 'why', 'episodes', 'policy', 'mapping', 'check-cycle'],
  ],
  ['terminal.help.care', ['doctor', 'logs', 'export', 'backup', 'restore']],
];

/** Where a meaning would begin too far to the right, it stands below. */
const WIDEST = 30;

/** Every command with its sentence. */
export function helpOverview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const named = new Map(commands.map((command) => [command.name, command]));
  const lines = CHAPTERS.flatMap(([heading, names]) => [
    `${t(heading)}:`,
    ...names.flatMap((name) => {
      const command = named.get(name);
      return command ? [`  ${name.padEnd(width)}  ${summaryOf(command)}`] : [];
    }),
  ]);
  const last = [t('terminal.help.page'), t('terminal.help.json'), ''];
  return [t('terminal.help.usage'), ...lines, ...last].join('\n');
}

/** How one command is written, what its options mean, and how it is typed. */
export function helpPage(command: Command): string {
  const options = describedCommand(command).options.map((option) => ({
    written: writtenOption(option),
    meaning: option.meaning,
  }));
  const width = Math.max(...options.map(({ written }) => (written.length > WIDEST ? 0 : written.length)));
  const lines = options.flatMap(({ written, meaning }) =>
    written.length > width
      ? [`  ${written}`, `  ${' '.repeat(width)}  ${meaning}`]
      : [`  ${written.padEnd(width)}  ${meaning}`],
  );
  const heading = t(command.isHomeless ? 'terminal.help.examples' : 'terminal.help.examplesHere');
  const examples = exampleLines(command).map((line) => `  ${line}`);
  return [
    summaryOf(command),
    usageLines(command),
    t('terminal.help.options'),
    ...lines,
    heading,
    ...examples,
    '',
  ].join('\n');
}
