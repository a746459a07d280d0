/** The tables of docs/joining.md, written out of the machine itself. `node test/support/cell/join-tables.ts --write` renews them. */
import { readFileSync, writeFileSync } from 'node:fs';
import {
  type DeskFacts,
  deskNext,
  NEWCOMER_EVENTS,
  NEWCOMER_STEPS,
  newcomerNext,
} from '../../../electron/node/cell/joining/join-machine.ts';

import {
  RECOVERER_EVENTS,
  RECOVERER_STEPS,
  recovererNext,
} from '../../../electron/node/cell/recovering/recoverer-machine.ts';
import {
  type RecoveryFacts,
  recoveryDeskNext,
} from '../../../electron/node/cell/recovering/recovery-desk-machine.ts';

const DOCUMENT = new URL('../../../docs/joining.md', import.meta.url);

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function head(...cells: readonly string[]): string[] {
  return [row(...cells), row(...cells.map(() => '---'))];
}

/** Every step and event; a step that stays and does nothing is left blank. */
function newcomerTable(): string[] {
  const cell = (step: (typeof NEWCOMER_STEPS)[number], event: (typeof NEWCOMER_EVENTS)[number]): string => {
    const [unsure, agreed] = [false, true].map((agrees) => {
      const { state, effect } = newcomerNext({ step, agrees }, event);
      if (state.step === step && effect === 'none') return '';
      return effect === 'none' ? state.step : `${state.step}, ${effect}`;
    });
    return unsure === agreed ? (unsure ?? '') : `${unsure}; if it agrees: ${agreed}`;
  };
  return [
    ...head('', ...NEWCOMER_EVENTS),
    ...NEWCOMER_STEPS.map((step) => row(step, ...NEWCOMER_EVENTS.map((event) => cell(step, event)))),
  ];
}

const ASKED: DeskFacts = {
  isMember: false,
  hasAsked: true,
  isTold: true,
  words: 'comparing',
  accepted: false,
  refused: false,
  revoked: false,
  expired: false,
  drafted: false,
  ballot: 'none',
  ourVote: 'none',
  isPossible: true,
};
const READY: DeskFacts = { ...ASKED, accepted: true, words: 'same' };
const OPEN: DeskFacts = { ...READY, drafted: true, ballot: 'open' };

const DESK: readonly [string, DeskFacts][] = [
  ['nobody has asked', { ...ASKED, hasAsked: false, isTold: false }],
  ['nobody has asked, and it has expired or was revoked', { ...ASKED, hasAsked: false, expired: true }],
  ['somebody has asked', { ...ASKED, isTold: false }],
  ['and has told its number', ASKED],
  ['revoked, not accepted', { ...ASKED, revoked: true }],
  ['expired', { ...ASKED, expired: true }],
  ['called off, not accepted', { ...ASKED, words: 'left' }],
  ['the newcomer says that the words differ', { ...ASKED, words: 'differ' }],
  ['accepted; the newcomer has not compared', { ...READY, words: 'comparing' }],
  ['accepted, called off', { ...READY, words: 'left' }],
  ['accepted, the words differ', { ...READY, words: 'differ' }],
  ['accepted, compared', READY],
  ['and drafted', { ...READY, drafted: true }],
  ['but the name or the last seat is taken', { ...READY, isPossible: false }],
  ['its ballot is open', OPEN],
  ['and we have voted', { ...OPEN, ourVote: 'for' }],
  ['called off or refused meanwhile', { ...OPEN, words: 'left', ourVote: 'for' }],
  ['and our vote taken back', { ...OPEN, words: 'left', ourVote: 'against', refused: true }],
  ['another change won the slot', { ...OPEN, ballot: 'superseded' }],
  ['its ballot did not pass', { ...OPEN, ballot: 'lost' }],
  ['its ballot passed', { ...OPEN, ballot: 'passed' }],
  ['refused by our operator', { ...ASKED, refused: true }],
  ['a member', { ...OPEN, isMember: true }],
];

function deskTable(): string[] {
  return [
    ...head('known', 'step', 'next write'),
    ...DESK.map(([known, facts]) => {
      const { step, act } = deskNext(facts);
      return row(known, step, act ?? '');
    }),
  ];
}

/** Every step and event; a step that stays and does nothing is left blank. */
function recovererTable(): string[] {
  const cell = (step: (typeof RECOVERER_STEPS)[number], event: (typeof RECOVERER_EVENTS)[number]): string => {
    const [plain, agreed, without] = [
      { agrees: false, holdsKey: true },
      { agrees: true, holdsKey: true },
      { agrees: true, holdsKey: false },
    ].map((known) => {
      const { step: next, effect } = recovererNext({ step, ...known }, event);
      if (next === step && effect === 'none') return '';
      return effect === 'none' ? next : `${next}, ${effect}`;
    });
    const said = [plain ?? ''];
    if (agreed !== plain) said.push(`if it agrees: ${agreed}`);
    if (without !== agreed) said.push(`without the words: ${without}`);
    return said.join('; ');
  };
  return [
    ...head('', ...RECOVERER_EVENTS),
    ...RECOVERER_STEPS.map((step) => row(step, ...RECOVERER_EVENTS.map((event) => cell(step, event)))),
  ];
}

const BOUND: RecoveryFacts = {
  isBound: true,
  hasVersions: false,
  isMember: true,
  isDone: false,
  isOutgrown: false,
  isSpent: false,
  accepted: false,
  refused: false,
  differs: false,
  revoked: false,
  expired: false,
  drafted: false,
  ballot: 'none',
  ourVote: 'none',
};
const WANTED: RecoveryFacts = { ...BOUND, hasVersions: true };
const LET_IN: RecoveryFacts = { ...WANTED, accepted: true };

const RECOVERY_DESK: readonly [string, RecoveryFacts][] = [
  ['nobody has proved itself', { ...BOUND, isBound: false }],
  ['nobody has, and it has expired or was withdrawn', { ...BOUND, isBound: false, revoked: true }],
  ['somebody has', BOUND],
  ['and its versions are here', WANTED],
  ['withdrawn, not accepted', { ...WANTED, revoked: true }],
  ['expired', { ...WANTED, expired: true }],
  ['accepted', LET_IN],
  ['and drafted', { ...LET_IN, drafted: true }],
  ['its ballot is open', { ...LET_IN, drafted: true, ballot: 'open' }],
  ['and we have voted', { ...LET_IN, drafted: true, ballot: 'open', ourVote: 'for' }],
  ['another change won the slot', { ...LET_IN, drafted: true, ballot: 'superseded' }],
  ['and it was one of this key', { ...LET_IN, drafted: true, ballot: 'superseded', isOutgrown: true }],
  [
    'the same, and its words, or its next key, were changed with it',
    { ...LET_IN, drafted: true, ballot: 'superseded', isOutgrown: true, isSpent: true },
  ],
  ['its ballot did not pass', { ...LET_IN, drafted: true, ballot: 'lost' }],
  ['refused meanwhile', { ...LET_IN, drafted: true, ballot: 'open', ourVote: 'for', refused: true }],
  ['the machine says that the six words differ', { ...BOUND, differs: true }],
  [
    'the same, and its ballot is open',
    { ...LET_IN, drafted: true, ballot: 'open', ourVote: 'for', differs: true },
  ],
  ['refused by our operator', { ...WANTED, refused: true }],
  ['removed meanwhile', { ...LET_IN, drafted: true, isMember: false }],
  ['the cell has its versions', { ...LET_IN, isDone: true }],
];

function recoveryDeskTable(): string[] {
  return [
    ...head('known', 'step', 'next write'),
    ...RECOVERY_DESK.map(([known, facts]) => {
      const { step, act } = recoveryDeskNext(facts);
      return row(known, step, act ?? '');
    }),
  ];
}

const TABLES = {
  newcomer: newcomerTable,
  inviter: deskTable,
  recoverer: recovererTable,
  'recovery-desk': recoveryDeskTable,
};

/** The document as it should be. */
export function withTables(document: string): string {
  return Object.entries(TABLES).reduce((text, [name, table]) => {
    const [begin, end] = [`<!-- table: ${name} -->`, '<!-- end -->'];
    const from = text.indexOf(begin) + begin.length;
    const to = text.indexOf(end, from);
    return `${text.slice(0, from)}\n${table().join('\n')}\n${text.slice(to)}`;
  }, document);
}

export function joiningDocument(): string {
  return readFileSync(DOCUMENT, 'utf8');
}

if (process.argv[1] === import.meta.filename && process.argv.includes('--write'))
  writeFileSync(DOCUMENT, withTables(joiningDocument()));
