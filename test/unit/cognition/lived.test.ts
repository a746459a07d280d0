import { describe, expect, test } from 'vitest';
import { EVERYONE, LIFE_KINDS, type Lived, UNKNOWN_PEER } from '#shared/contract/domain/agent.ts';
import { speaking } from '#shared/words/language.ts';
import { livedInWords, noticedInWords } from '#shared/words/reasons/stimulus-words.ts';
import { labelOf, livedOf } from '../../../electron/node/cognition/lived.ts';

const SUBJECTS = ['bob', '', 'Message to bob failed', 'a, b', '*', '$& failed', 'P-3·alice'];
const ALL: readonly Lived[] = [
  { kind: 'imported' },
  ...LIFE_KINDS.flatMap((kind) => SUBJECTS.map((subject) => ({ kind, subject }))),
];

describe('the label of an episode', () => {
  test.each(ALL)('is read as what it was written of: %o', (lived) => {
    expect(livedOf(labelOf(lived))).toEqual(lived);
  });

  test.each(ALL)('is what English says of it: %o', (lived) => {
    const said = labelOf(lived).replace(/\s+/g, ' ').trim();
    expect(livedInWords({ label: 'not this', lived })).toBe(said);
  });

  test.each(['', 'bob lost', 'Message to  failed'.slice(0, 12), 'peer back, bob', 'Imported', null])(
    'is nothing that was lived where another program wrote it: %o',
    (label) => {
      expect(livedOf(label)).toBeNull();
    },
  );
});

describe('what the agent noticed', () => {
  test('is called as a state file calls it, where no node wrote that', () => {
    expect(livedInWords({ label: 'bob\u202e lost', lived: null })).toBe('bob⟨U+202E⟩ lost');
    expect(noticedInWords({ type: 'visual', label: 'bob lost', lived: null })).toBe('bob lost');
  });

  test('of everyone, or of who is no peer any more, is said in the language of the reader', () => {
    const queued = (subject: string) =>
      livedInWords({ label: null, lived: { kind: 'message-queued', subject } });
    expect(queued(EVERYONE)).toBe('Message queued for everyone');
    expect(queued(UNKNOWN_PEER)).toBe('Message queued for someone unknown');
    expect(speaking('de', () => queued(EVERYONE))).toBe('Nachricht an alle eingereiht');
    expect(speaking('de', () => queued(UNKNOWN_PEER))).toBe('Nachricht an Unbekannt eingereiht');
  });

  test('is a stimulus of some type, where it was given by hand', () => {
    expect(livedInWords({ label: null, lived: null })).toBeNull();
    expect(noticedInWords({ type: 'visual', label: null, lived: null })).toBe('a visual stimulus');
  });
});
