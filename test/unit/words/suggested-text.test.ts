import { describe, expect, test } from 'vitest';
import { LIFE_KINDS, type Lived } from '#shared/contract/domain/agent.ts';
import { speaking } from '#shared/words/language.ts';
import { livedInWords } from '#shared/words/reasons/stimulus-words.ts';
import { suggestedText } from '#shared/words/reasons/suggested-text.ts';
import type { LifeEvent } from '../../../electron/node/agent/life-stimuli.ts';
import { suggestionFor } from '../../../electron/node/agent/suggestion.ts';

const eventOf = (kind: string): LifeEvent =>
  (kind.startsWith('vote') ? { kind, proposal: 'P-3' } : { kind, peer: 'bob' }) as LifeEvent;

function suggested(action: 'signal' | 'explore', event: LifeEvent | null, lived: Lived | null) {
  const noticed = { label: null, lived, type: 'visual' };
  const suggestion = suggestionFor(action, {
    id: '1',
    atMs: 0,
    probability: 0.5,
    noticed,
    event,
    cycle: 1,
    digest: 'd',
    held: null,
  });
  if (!suggestion) throw new RangeError(`${action} suggests nothing`);
  return suggestion;
}

describe.each(['signal', 'explore'] as const)('what %s suggests', (action) => {
  test.each([...LIFE_KINDS, null])(
    'after %s is in English what the node says, and German in German',
    (kind) => {
      const lived: Lived | null = kind && { kind, subject: kind.startsWith('vote') ? 'P-3' : 'bob' };
      const suggestion = suggested(action, kind && eventOf(kind), lived);
      expect(suggestedText(suggestion)).toBe(suggestion.text);
      expect(speaking('de', () => suggestedText(suggestion))).not.toBe(suggestion.text);
    },
  );
});

test('everyone is a word, too', () => {
  const noticed = { label: null, lived: { kind: 'message-queued', subject: 'everyone' } } as const;
  expect(livedInWords(noticed)).toBe('Message queued for everyone');
  expect(speaking('de', () => livedInWords(noticed))).toBe('Nachricht an alle eingereiht');
});
