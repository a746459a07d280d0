/** Scenarios from seeds: a plain life of a cell, what goes wrong around it, and what the template adds. */
import { BREACH } from './breach-templates.ts';
import { HOSTILE } from './hostile-templates.ts';
import { KEYS } from './key-templates.ts';
import { LIFE } from './life-templates.ts';
import { REMOVAL } from './removal-templates.ts';
import { RESTORE } from './restore-templates.ts';
import type { Scenario } from './scenario.ts';
import { Draft, type Kind } from './scenario-draft.ts';
import { SEPARATION } from './separation-templates.ts';
import { TRUST } from './trust-templates.ts';
import { weather } from './weather.ts';

const TEMPLATES: Readonly<Record<Kind, (draft: Draft) => void>> = {
  ...LIFE,
  ...SEPARATION,
  ...RESTORE,
  ...BREACH,
  ...TRUST,
  ...HOSTILE,
  ...REMOVAL,
  ...KEYS,
};

/** Each template does to its network what it needs. */
const OWN_WEATHER = [
  'plain',
  'locks',
  'forgotten',
  'generations',
  'opened for two',
  'unremovable',
  'lost later',
];

export function generate(seed: number): Scenario {
  const draft = new Draft(seed);
  const { random, kind, events, names } = draft;
  // What nodes open by themselves takes as long as the cell gives it.
  if (kind in KEYS) draft.floors = 'usual';
  TEMPLATES[kind](draft);
  const others = draft.others();
  for (const other of others) TEMPLATES[other](draft);
  if (!OWN_WEATHER.includes(kind)) weather(draft, kind !== 'split brain');
  // Sometimes just enough of them ever come back.
  if (random.chance(0.15)) draft.absent.push(...random.some(names, random.int(draft.n - draft.q + 1)));
  return {
    seed,
    kind,
    others,
    size: draft.n,
    f: draft.f,
    floors: draft.floors,
    events: [...events].sort((a, b) => a.atMs - b.atMs),
    finaleAtMs: draft.chaosMs,
    absent: [...new Set(draft.absent)],
  };
}
