import type { Scenario } from './scenario.ts';
import type { Outcome, Switches } from './world.ts';
import { run } from './world.ts';

/** Leaves out events for as long as the same property breaks: what remains is needed. */
export function shrink(scenario: Scenario, outcome: Outcome, switches?: Switches, most = 400): Scenario {
  const property = outcome.broken?.property;
  let smallest = scenario;
  let runs = 0;
  const stillBreaks = (candidate: Scenario): boolean => {
    runs += 1;
    return runs <= most && run(candidate, switches).broken?.property === property;
  };
  for (let chunk = Math.ceil(smallest.events.length / 2); chunk >= 1; ) {
    let isSmaller = false;
    for (let from = 0; from < smallest.events.length; ) {
      const events = [...smallest.events.slice(0, from), ...smallest.events.slice(from + chunk)];
      const candidate = { ...smallest, events };
      if (stillBreaks(candidate)) {
        smallest = candidate;
        isSmaller = true;
      } else from += chunk;
    }
    if (chunk > 1) chunk = Math.ceil(chunk / 2);
    else if (!isSmaller || runs > most) break;
  }
  const present = { ...smallest, absent: [] };
  return smallest.absent.length > 0 && stillBreaks(present) ? present : smallest;
}
