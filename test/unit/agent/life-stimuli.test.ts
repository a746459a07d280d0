import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type LifeKind, Stimulus } from '#shared/contract/domain/agent.ts';
import { LIFE_STIMULI } from '#shared/contract/domain/life-stimuli.ts';
import { type LifeEvent, stimulusOf } from '../../../electron/node/agent/life-stimuli.ts';
import { suggestionFor } from '../../../electron/node/agent/suggestion.ts';

const NOTICED = { type: 'visual', label: null, lived: null };
const kinds = Object.keys(LIFE_STIMULI) as LifeKind[];

function eventOf(kind: LifeKind): LifeEvent {
  return kind === 'vote-called' || kind === 'vote-decided'
    ? { kind, proposal: 'P-3' }
    : { kind, peer: 'bob' };
}

test('the documented table is the one that is used', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/agent.md'), 'utf8');
  const rows = kinds.map((kind) => {
    const { stimulus, label } = stimulusOf(eventOf(kind));
    return `| ${kind} | ${stimulus.type} | ${stimulus.intensity} | ${stimulus.novelty} | ${label} |`;
  });
  expect(text.split('\n').filter((line) => kinds.some((kind) => line.startsWith(`| ${kind} |`)))).toEqual(
    rows,
  );
});

test.each(kinds)('%s is a stimulus, and has a message and a proposal to suggest', (kind) => {
  const event = eventOf(kind);
  expect(Stimulus.safeParse(stimulusOf(event).stimulus).success).toBe(true);
  const context = {
    id: 'x',
    atMs: 1,
    probability: 0.4,
    noticed: NOTICED,
    event,
    cycle: 1,
    digest: 'd',
    held: null,
  };
  expect(suggestionFor('signal', context)).toMatchObject({
    kind: 'message',
    action: 'signal',
    noticed: NOTICED,
  });
  expect(suggestionFor('explore', context)).toMatchObject({ kind: 'proposal', action: 'explore' });
  expect(suggestionFor('wait', context)).toBeNull();
  expect(suggestionFor('conserve', context)).toBeNull();
});
