// What a decision costs a cell of three in one process, from the proposal to the certificate that all hold, with no
// decisions before it and with hundreds; beside signing the same entries once and checking them twice, in the same run.

import type { SigningKey } from '../../electron/node/crypto/signing-key.ts';
import { parseEntry, signEntry } from '../../electron/node/log/signed-entry.ts';
import { LocalCell } from '../../electron/node/tutorial/local-cell.ts';

const NAMES = ['alice', 'bob', 'carol'];
const BLOCKS = 5;
const BLOCK = 80;

const cell = LocalCell.found('Maple Street', { name: 'alice' });
for (const name of NAMES.slice(1)) await cell.admit({ name });
const { log } = cell.first.node;
const keys = new Map(cell.members.map(({ identity, key }) => [identity.scid, key]));

function decide(number: number): void {
  const proposer = NAMES[number % NAMES.length] as string;
  const id = cell.act(proposer, ({ decisions }) =>
    decisions.propose({ title: `Proposal ${number}`, text: '', open: true }),
  );
  for (const name of NAMES) cell.act(name, ({ decisions }) => decisions.vote(id, 'APPROVE', null));
  const { state } = cell.first.decisions.detail(id);
  if (state !== 'passed') throw new Error(`proposal ${number} is ${state}`);
}

/** Signing these entries, and checking each as two others do. */
function bareMs(texts: readonly string[]): number {
  const startMs = performance.now();
  for (const text of texts) {
    const { entry } = parseEntry(text);
    parseEntry(signEntry(keys.get(entry.author) as SigningKey, entry).text);
  }
  return performance.now() - startMs;
}

function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] as number;
}

console.log(`medians of ${BLOCK} decisions; the reference signs each entry once and checks it twice\n`);
console.log('decisions before   entries   ms a decision   reference   ratio');
for (let block = 0; block < BLOCKS; block++) {
  const times: number[] = [];
  const references: number[] = [];
  let entries = 0;
  for (let number = 0; number < BLOCK; number++) {
    const before = log.tips();
    const startMs = performance.now();
    decide(block * BLOCK + number);
    times.push(performance.now() - startMs);
    // At once, so that both have the same of a loaded machine.
    const texts = [...log.missingFrom(before)];
    references.push(bareMs(texts));
    entries += texts.length;
  }
  const [median, reference] = [middle(times), middle(references)];
  console.log(
    [
      String(block * BLOCK).padStart(16),
      (entries / BLOCK).toFixed(1).padStart(9),
      median.toFixed(1).padStart(15),
      reference.toFixed(1).padStart(11),
      (median / reference).toFixed(1).padStart(7),
    ].join(' '),
  );
}
cell.close();
