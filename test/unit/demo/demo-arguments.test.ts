import { expect, test } from 'vitest';
import { parseDemoArguments } from '../../../electron/headless/demos/demo-arguments.ts';

test.each([
  [[], { demo: 5, seed: null, libp2p: false }],
  [['3'], { demo: 3, seed: null, libp2p: false }],
  [['--seed', '7', '1', '--libp2p'], { demo: 1, seed: 7, libp2p: true }],
  [['--seed=0'], { demo: 5, seed: 0, libp2p: false }],
  [['--libp2p'], { demo: 5, seed: null, libp2p: true }],
])('%j is understood', (argv, expected) => {
  expect(parseDemoArguments(argv)).toEqual(expected);
});

test.each([
  [['0'], '"0"'],
  [['6'], '"6"'],
  [['1', '2'], '"2"'],
  [['five'], '"five"'],
  [['--verbose'], '"--verbose"'],
  [['--seed'], '--seed'],
  [['--seed', '-1'], '"-1"'],
  [['--seed', '1.5'], '"1.5"'],
  [['--seed', '1', '--seed', '2'], '"--seed"'],
  [['3', '--libp2p'], 'Demo 3'],
])('%j is refused by name', (argv, name) => {
  expect(parseDemoArguments(argv)).toContain(name);
});
