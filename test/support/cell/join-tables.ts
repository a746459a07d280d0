/** The tables of docs/joining.md, written out of the machine itself. `node test/support/cell/join-tables.ts --write` renews them. */
import { readFileSync, writeFileSync } from 'node:fs';
import {
  type DeskFacts,
  deskNext,
  NEWCOMER_EVENTS,
  NEWCOMER_STEPS,
  newcomerNext,
} from '../../../electron/node/cell/joining/join-machine.ts';

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

const TABLES = { newcomer: newcomerTable, inviter: deskTable };

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
