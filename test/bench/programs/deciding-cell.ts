// A cell of three in this process, of the checkout that it is given: asked for so many decisions, it answers what one has
// cost, from the proposal to the certificate that all hold, and what signing and checking its entries alone costs.
import type { parseEntry, signEntry } from '../../../electron/node/log/signed-entry.ts';
import type { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import { answerBench } from '../frame/program.ts';
import { fromTree } from '../frame/tree-modules.ts';
import { median } from '../frame/verdict.ts';

export interface Decided {
  /** Medians of a decision. */
  readonly ms: number;
  readonly bareMs: number;
  readonly entries: number;
}

interface Modules {
  readonly LocalCell: typeof LocalCell;
  readonly parseEntry: typeof parseEntry;
  readonly signEntry: typeof signEntry;
}

const NAMES = ['alice', 'bob', 'carol'];

answerBench(async (root) => {
  const { LocalCell, parseEntry, signEntry }: Modules = {
    ...(await fromTree(
      root,
      'electron/node/tutorial/local-cell.ts',
      // Where the former build has it.
      'electron/node/cell/local-cell.ts',
    )),
    ...(await fromTree(root, 'electron/node/log/signed-entry.ts')),
  };
  const cell = LocalCell.found('Maple Street', { name: 'alice' });
  for (const name of NAMES.slice(1)) await cell.admit({ name });
  const { log } = cell.first.node;
  const keys = new Map(cell.members.map(({ identity, key }) => [identity.scid, key]));

  const decide = (number: number): void => {
    const proposer = NAMES[number % NAMES.length] ?? '';
    const id = cell.act(proposer, ({ decisions }) =>
      decisions.propose({ title: `Proposal ${number}`, text: '', open: true }),
    );
    for (const name of NAMES) cell.act(name, ({ decisions }) => decisions.vote(id, 'APPROVE', null));
    const { state } = cell.first.decisions.detail(id);
    if (state !== 'passed') throw new Error(`proposal ${number} is ${state}`);
  };

  /** Signing these entries, and checking each as two others do. */
  const bareMs = (texts: readonly string[]): number => {
    const startMs = performance.now();
    for (const text of texts) {
      const { entry } = parseEntry(text);
      const key = keys.get(entry.author);
      if (!key) throw new Error(`${entry.author} is no member`);
      parseEntry(signEntry(key, entry).text);
    }
    return performance.now() - startMs;
  };

  let decided = 0;
  return (count): Decided => {
    const times: number[] = [];
    const bare: number[] = [];
    let entries = 0;
    for (let at = 0; at < Number(count); at += 1) {
      const before = log.tips();
      const startMs = performance.now();
      decide(decided++);
      times.push(performance.now() - startMs);
      // At once, so that both have the same of a loaded machine.
      const texts = [...log.missingFrom(before)];
      bare.push(bareMs(texts));
      entries += texts.length;
    }
    return { ms: median(times), bareMs: median(bare), entries: entries / times.length };
  };
});
