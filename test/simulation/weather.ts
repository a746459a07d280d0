/** What goes wrong around any scenario: loss, splits, crashes, clocks, strangers. */

import { dealings } from './dealings.ts';
import { type CrashPoint, NAMES, STRANGER } from './scenario.ts';
import type { Draft } from './scenario-draft.ts';

export function weather(draft: Draft, withSplits = true): void {
  const { random } = draft;
  const ids = draft.names.flatMap((name) => [name, `${name}*`, `${name}**`]);
  if (withSplits && random.chance(0.7)) {
    draft.add({
      do: 'weather',
      atMs: draft.at(0, 0.2),
      drop: random.pick([0, 0.05, 0.2, 0.5]),
      duplicate: random.pick([0, 0.1, 0.5]),
      delayMs: random.pick([10, 40, 200, 800]),
    });
  }
  for (let splits = withSplits ? random.int(3) : 0; splits > 0 && draft.n > 1; splits -= 1) {
    const fromMs = draft.at(0, 0.8);
    draft.split(
      draft.randomGroups(
        [...ids, ...copiesIn(draft), STRANGER, ...NAMES.slice(draft.n)],
        random.between(2, 3),
      ),
      fromMs,
      fromMs + random.between(200, 2500),
    );
  }
  for (let cuts = random.int(3); cuts > 0; cuts -= 1) {
    draft.add({
      do: 'cut',
      atMs: draft.at(),
      from: random.pick(ids),
      to: random.pick(ids),
      forMs: random.between(100, 2000),
    });
  }
  for (let crashes = random.int(3); crashes > 0; crashes -= 1) {
    draft.add({ do: 'crash', atMs: draft.at(), who: draft.who(), forMs: random.between(10, 2000) });
  }
  for (let crashes = random.int(5); crashes > 0; crashes -= 1) {
    draft.add({
      do: 'crash-at-write',
      atMs: draft.at(0, 0.6),
      who: draft.who(),
      write: random.between(1, 8),
      point: random.pick<CrashPoint>(['before-store', 'after-store', 'after-send']),
      forMs: random.between(1, 1500),
    });
  }
  for (let steps = random.chance(0.4) ? random.between(1, 3) : 0; steps > 0; steps -= 1) {
    const hours = random.pick([-5, -1, 1, 7]);
    draft.add({ do: 'clock', atMs: draft.at(), who: draft.who(), byMs: hours * 3_600_000 });
  }
  if (random.chance(0.25))
    draft.add({ do: 'withhold', atMs: draft.at(0, 0.6), who: draft.who(), forMs: random.between(200, 3000) });
  if (random.chance(0.3)) dealings(draft, random.between(1, 5));
  if (random.chance(0.1)) strangers(draft);
}

/** Thieves, and new machines of members. */
function copiesIn({ events }: Draft): string[] {
  const made = events.flatMap((event) => {
    if (event.do === 'steal' || event.do === 'leak') return [`${event.who}!`];
    return event.do === 'machine' ? [`${event.who}+`] : [];
  });
  return [...new Set(made)];
}

function strangers(draft: Draft): void {
  draft.add({ do: 'join', atMs: 0, who: STRANGER });
  for (const what of ['vote', 'close', 'sign', 'vote', 'sign', 'confirm'] as const) {
    draft.add({
      do: 'mischief',
      atMs: draft.at(0.1),
      who: STRANGER,
      what,
      salt: draft.random.int(1_000_000),
    });
  }
}
