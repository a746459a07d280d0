import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, the longest first. Begun last they would run alone, with the other workers at rest; the
 * length of a file, by which Vitest goes in a fresh clone, says little about it.
 */
export const LONGEST = [
  'simulation/planted-bugs',
  'simulation/simulation',
  'integration/day/day-in-a-cell',
  'integration/cell/own-feed',
  'browser/live-street',
  'fault/hostile-member/branches',
  'browser/widths',
  'fault/hostile-member/floods',
  'e2e/keys-at-stake',
  'integration/cell/hundred-proposals',
  'integration/cell/backup-restored',
  'integration/cell/joining',
  'fault/readers-during-start',
  'integration/cell/terminal-commands',
  'integration/transport/discovery-compliance',
  'e2e/fork',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const order = (file: TestSpecification): number => {
      const place = LONGEST.findIndex((name) => file.moduleId.endsWith(`test/${name}.test.ts`));
      return place < 0 ? LONGEST.length : place;
    };
    const group = (file: TestSpecification): number => file.project.config.sequence.groupOrder;
    return (await super.sort(files)).sort((a, b) => group(a) - group(b) || order(a) - order(b));
  }
}
