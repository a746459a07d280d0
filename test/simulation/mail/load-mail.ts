import { vi } from 'vitest';

const PROJECT = '../../..';

// biome-ignore lint/suspicious/noExplicitAny: the swapped modules have nothing in common.
type Original = any;

/** Module, relative to the project -> what it exports instead. */
export type Swapped = Readonly<Record<string, (original: Original) => object>>;

const WORLD: Swapped = {
  // Whoever can be reached is dialled by the world; the others are not tried all the time.
  'electron/node/transport/link/redial-delay.ts': () => ({ redialDelayMs: () => 24 * 3_600_000 }),
};

/** The simulation of mail with the product's modules, but for its hosts, and for those that are swapped. */
export async function loadMail(swapped: Swapped = {}): Promise<typeof import('./simulate-mail.ts')> {
  vi.resetModules();
  vi.doMock(`${PROJECT}/electron/node/transport/link/create-host.ts`, () => import('./memory-host.ts'));
  for (const [module, replace] of Object.entries({ ...WORLD, ...swapped })) {
    vi.doMock(`${PROJECT}/${module}`, async (importOriginal) => {
      const original = (await importOriginal()) as object;
      const replaced = replace(original);
      // What was renamed or moved meanwhile would be put in nobody's place, and the bug would not be planted.
      const unknown = Object.keys(replaced).filter((name) => !(name in original));
      if (unknown.length > 0) throw new Error(`${module} exports no ${unknown.join(', ')}: mend the plant`);
      return { ...original, ...replaced };
    });
  }
  const loaded = await import('./simulate-mail.ts');
  for (const module of Object.keys(swapped)) vi.doUnmock(`${PROJECT}/${module}`);
  return loaded;
}
