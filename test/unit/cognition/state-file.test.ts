import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BRAIN_STATE_MAX_BYTES } from '#shared/protocol/limits.ts';
import { BrainSimulation } from '../../../electron/node/cognition/brain-simulation.ts';
import {
  parseStateFile,
  readStateFile,
  writeStateFile,
} from '../../../electron/node/cognition/state-file.ts';

/** What the prototype writes after two cycles. */
const prototypeFile = {
  cycle: 2,
  limbic: { valence: 0.536, arousal: 0.365, dopamine: 0.536 },
  predicted_reward: 0.5231300000000001,
  episodes: [
    {
      cycle: 1,
      stimulus: 'visual',
      emotion: { valence: 0.527, arousal: 0.35, dopamine: 0.523 },
      action: 'conserve',
      ts: 1_700_000_000,
    },
    {
      cycle: 2,
      stimulus: 'auditory',
      emotion: { valence: 0.536, arousal: 0.365, dopamine: 0.536 },
      action: 'explore',
      ts: 1_700_000_001,
    },
  ],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-state-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file of the prototype is read, and the brain goes on from it', () => {
  const saved = parseStateFile(JSON.stringify(prototypeFile));
  expect(saved.state).toEqual({
    cycle: 2,
    valence: 0.536,
    arousal: 0.365,
    dopamine: 0.536,
    predictedReward: 0.5231300000000001,
  });
  const brain = new BrainSimulation(saved);
  expect(brain.step('visual', 0.3, 0.2).cycle).toBe(3);
  expect(brain.hippocampus.size).toBe(3);
});

test('strength and novelty, which the prototype does not write, are estimated and marked so', () => {
  const [first, second] = parseStateFile(JSON.stringify(prototypeFile)).episodes;
  expect(first?.stimulus).toEqual({ type: 'visual', intensity: 0.8, novelty: 0.9 });
  expect(second?.stimulus.intensity).toBeCloseTo(0.5, 1);
  expect(second?.stimulus.novelty).toBeCloseTo(0.4, 1);
  expect(first?.label).toContain('estimates');
});

test('a file without episodes, as the tutorial writes it for agents, is a brain without memories', () => {
  const { episodes: _, ...file } = prototypeFile;
  expect(parseStateFile(JSON.stringify(file)).episodes).toEqual([]);
});

const episode = prototypeFile.episodes[0]!;
test.each([
  ['limbic.valence', { ...prototypeFile, limbic: { ...prototypeFile.limbic, valence: 1.2 } }],
  ['limbic.dopamine', { ...prototypeFile, limbic: { valence: 0.5, arousal: 0.5 } }],
  ['predicted_reward', { ...prototypeFile, predicted_reward: '0.5' }],
  ['cycle', { ...prototypeFile, cycle: -1 }],
  ['cycle', { ...prototypeFile, cycle: 2.5 }],
  // After which no next one could be counted.
  ['cycle', { ...prototypeFile, cycle: Number.MAX_SAFE_INTEGER }],
  ['episodes[0].action', { ...prototypeFile, episodes: [{ ...episode, action: 'sleep' }] }],
  ['episodes[1].cycle', { ...prototypeFile, episodes: [episode, episode] }],
  ['episodes[0].cycle', { ...prototypeFile, cycle: 0 }],
  ['the file', []],
])('a bad %s is named', (field, file) => {
  expect(() => parseStateFile(JSON.stringify(file))).toThrow(
    expect.objectContaining({ code: 'malformed', message: expect.stringContaining(`: ${field}`) }),
  );
});

test('what is not JSON, NaN included, is refused in words', () => {
  for (const text of ['', '{', JSON.stringify(prototypeFile).replace('0.536', 'NaN')]) {
    expect(() => parseStateFile(text)).toThrow(expect.objectContaining({ code: 'malformed' }));
  }
});

test.each([
  [[], 'the file is not an object'],
  [{ ...prototypeFile, cycle: 1 }, "episodes[1].cycle: 2 is later than the file's cycle 1"],
])('what is wrong with it as a whole is said, too', (file, why) => {
  expect(() => parseStateFile(JSON.stringify(file))).toThrow(
    `This is not a brain state file: ${why}. Nothing was changed.`,
  );
});

test('a file over the limit is refused before it is read', () => {
  const path = join(folder, 'large.json');
  writeFileSync(path, Buffer.alloc(BRAIN_STATE_MAX_BYTES + 1, 32));
  expect(() => readStateFile(path)).toThrow(expect.objectContaining({ code: 'too-large' }));
  expect(() => parseStateFile(' '.repeat(BRAIN_STATE_MAX_BYTES + 1))).toThrow(
    'A brain state file has at most 4 MiB; this one has 4.0 MiB. Nothing was changed.',
  );
});

test('a missing file is null, a folder and bytes that are no text are typed errors', () => {
  expect(readStateFile(join(folder, 'none.json'))).toBeNull();
  expect(() => readStateFile(folder)).toThrow(expect.objectContaining({ code: 'malformed' }));
  writeFileSync(join(folder, 'bytes.json'), Buffer.from([0x7b, 0xff, 0x7d]));
  expect(() => readStateFile(join(folder, 'bytes.json'))).toThrow(
    expect.objectContaining({ code: 'malformed' }),
  );
});

test('writing replaces the file whole, for its owner only, and leaves nothing beside it', () => {
  const path = join(folder, 'state.json');
  const brain = new BrainSimulation({ now: () => 1_700_000_000_456 });
  for (let count = 0; count < 2; count += 1) {
    brain.step('visual', 0.8, 0.9);
    writeStateFile(path, { state: brain.state, episodes: brain.hippocampus.all() });
    expect(readStateFile(path)).toEqual({ state: brain.state, episodes: brain.hippocampus.all() });
  }
  expect(readdirSync(folder)).toEqual(['state.json']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(() =>
    writeStateFile(join(folder, 'none', 'state.json'), { state: brain.state, episodes: [] }),
  ).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
});
