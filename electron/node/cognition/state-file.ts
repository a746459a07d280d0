/** The prototype's JSON state file: read with suspicion, written atomically. */

import { z } from 'zod';
import { Action, type Episode } from '#shared/contract/domain/agent.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
import {
  BRAIN_CYCLE_MAX,
  BRAIN_STATE_MAX_BYTES,
  STIMULUS_LABEL_MAX,
  STIMULUS_TYPE_MAX,
} from '#shared/protocol/limits.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { errorCode, writeFileAtomically } from '../store/atomic-file.ts';
import { storeError } from '../store/classify-error.ts';
import { readSmallFile } from '../store/small-file.ts';
import type { BrainState } from './brain-simulation.ts';
import { estimateStimulus } from './estimate-stimulus.ts';
import { RESTING_STATE } from './limbic-system.ts';
import { labelOf, livedOf } from './lived.ts';
import { actionScores, softmax } from './policy/softmax.ts';

const Unit = z.number().min(0).max(1);
const Emotion = z.object({ valence: Unit, arousal: Unit, dopamine: Unit });

/** The last five fields are this program's own; the prototype neither writes nor minds them. */
const FileEpisode = z.object({
  cycle: z.int().min(1),
  stimulus: z.string().min(1).max(STIMULUS_TYPE_MAX),
  emotion: Emotion,
  action: Action,
  /** Seconds since the epoch. */
  ts: z.number().min(0).max(8.64e12),
  intensity: Unit.optional(),
  novelty: Unit.optional(),
  reward: z.number().optional(),
  expected: z.number().nullable().optional(),
  label: z.string().max(STIMULUS_LABEL_MAX).nullable().optional(),
});
type FileEpisode = z.infer<typeof FileEpisode>;

const StateFile = z.object({
  cycle: z.int().min(0).max(BRAIN_CYCLE_MAX),
  limbic: Emotion,
  predicted_reward: z.number(),
  episodes: z.array(FileEpisode).default([]),
});

/** A brain as it is kept: its state and what it remembers, oldest first. */
export interface SavedBrain {
  readonly state: BrainState;
  readonly episodes: readonly Episode[];
}

function malformed(why: Saying): GhostStackError {
  return new GhostStackError('malformed', says('error.agent.notStateFile', { why }));
}

function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return name.replace(/^\./, '');
}

function toEpisode(from: FileEpisode, before: Pick<FileEpisode, 'cycle' | 'emotion'> | undefined): Episode {
  const { cycle, emotion, stimulus: type, action } = from;
  const known = before?.cycle === cycle - 1 ? before.emotion : cycle === 1 ? RESTING_STATE : emotion;
  const estimate = estimateStimulus(known, emotion);
  const isWhole = from.intensity !== undefined && from.novelty !== undefined;
  const { intensity = estimate.intensity, novelty = estimate.novelty } = from;
  const label = from.label ?? (isWhole ? null : labelOf({ kind: 'imported' }));
  return {
    cycle,
    atMs: Math.round(from.ts * 1000),
    stimulus: { type, intensity, novelty },
    label,
    lived: livedOf(label),
    ...emotion,
    reward: from.reward ?? emotion.valence + 0.1 * novelty,
    expected: from.expected ?? null,
    action,
    probabilities: softmax(actionScores(emotion)),
  };
}

/** Reads the text of a state file. Throws `too-large`, or `malformed` naming the field; changes nothing. */
export function parseStateFile(json: string): SavedBrain {
  const bytes = Buffer.byteLength(json, 'utf8');
  if (bytes > BRAIN_STATE_MAX_BYTES) throw tooLarge(bytes);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw malformed(says('error.agent.stateFileNotJson', { reason }));
  }
  const parsed = StateFile.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    // The field as a programmer would write it: it is a file that programs write.
    const field = fieldName(issue?.path ?? []);
    throw malformed(issueSays(issue ? [{ ...issue, path: [field] }] : [], 'file'));
  }
  const { cycle, limbic, predicted_reward: predictedReward, episodes } = parsed.data;
  for (const [index, episode] of episodes.entries()) {
    if (episode.cycle <= (episodes[index - 1]?.cycle ?? 0)) {
      throw malformed(says('error.agent.stateFileCycleRepeated', { index, cycle: episode.cycle }));
    }
    if (episode.cycle > cycle) {
      throw malformed(says('error.agent.stateFileCycleLater', { index, cycle: episode.cycle, last: cycle }));
    }
  }
  return {
    state: { cycle, ...limbic, predictedReward },
    episodes: episodes.map((episode, index) => toEpisode(episode, episodes[index - 1])),
  };
}

/** The text of a state file, as the prototype writes it, with what else is known of each episode. */
export function formatStateFile({ state, episodes }: SavedBrain): string {
  const { cycle, valence, arousal, dopamine, predictedReward } = state;
  const file = {
    cycle,
    limbic: { valence, arousal, dopamine },
    predicted_reward: predictedReward,
    episodes: episodes.map((episode) => ({
      cycle: episode.cycle,
      stimulus: episode.stimulus.type,
      emotion: { valence: episode.valence, arousal: episode.arousal, dopamine: episode.dopamine },
      action: episode.action,
      ts: episode.atMs / 1000,
      intensity: episode.stimulus.intensity,
      novelty: episode.stimulus.novelty,
      reward: episode.reward,
      expected: episode.expected,
      label: episode.label,
    })),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function tooLarge(bytes: number): GhostStackError {
  const limit = BRAIN_STATE_MAX_BYTES / 1024 / 1024;
  return new GhostStackError(
    'too-large',
    says('error.agent.stateFileTooLarge', { limit, n: bytes / 1024 / 1024 }),
  );
}

/** Null when there is no such file. Throws `too-large` before reading, and `malformed`. */
export function readStateFile(path: string): SavedBrain | null {
  try {
    return parseStateFile(readSmallFile(path, BRAIN_STATE_MAX_BYTES).text);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw fileError(path, error);
  }
}

/** Whoever reads sees the old file or the new one, never a part. Throws `store-full` and the like, in words. */
export function writeStateFile(path: string, brain: SavedBrain): void {
  try {
    writeFileAtomically(path, formatStateFile(brain), { replace: true });
  } catch (error) {
    throw fileError(path, error);
  }
}

function fileError(path: string, error: unknown): unknown {
  const known = storeError(error, path);
  if (known !== null) return known;
  if (error instanceof GhostStackError)
    return new GhostStackError(error.code, says('error.agent.stateFileSays', { path, says: error.says }));
  if (errorCode(error) === '') return error;
  const because = error instanceof Error ? error.message : String(error);
  return new GhostStackError('invalid-argument', says('error.agent.stateFileUnusable', { path, because }));
}
