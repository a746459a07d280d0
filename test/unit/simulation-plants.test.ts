import { describe, expect, it } from 'vitest';
import { HOSTILE_PLANTS } from '../simulation/hostile-plants.ts';
import { KEY_PLANTS } from '../simulation/key-plants.ts';
import { NODE_PLANTS } from '../simulation/node-plants.ts';
import { type Others, PLANTS } from '../simulation/plants.ts';
import { PROPERTY_PLANTS } from '../simulation/property-plants.ts';
import { REMOVAL_PLANTS } from '../simulation/removal-plants.ts';

const ALL = [
  ...PLANTS,
  ...PROPERTY_PLANTS,
  ...HOSTILE_PLANTS,
  ...NODE_PLANTS,
  ...REMOVAL_PLANTS,
  ...KEY_PLANTS,
];

/** The simulation takes half an hour: that a plant has lost its place is said here, at once. */
describe('what a planted bug takes the place of', () => {
  it.each(ALL)('is there when $name', async ({ modules }) => {
    const others: Others = {
      certificate: await import('#shared/protocol/closing/certificate.ts'),
      tally: await import('#shared/protocol/closing/tally.ts'),
      epoch: await import('#shared/protocol/closing/epoch.ts'),
      ballot: await import('#shared/protocol/closing/ballot.ts'),
      graph: await import('#shared/protocol/log/entry-graph.ts'),
    };
    for (const [module, replace] of Object.entries(modules)) {
      const original = (await import(`../../${module}`)) as object;
      for (const name of Object.keys(replace(original, others)))
        expect(original, `${module} exports ${name}`).toHaveProperty(name);
    }
  });
});
