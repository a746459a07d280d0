import type { Action } from '#shared/contract/domain/agent.ts';
import type { ByAction, PolicyScript, PolicyWhen } from '#shared/contract/domain/policy.ts';
import type { Policy, Situation } from './policy.ts';

const NOTHING: ByAction = { explore: 0, wait: 0, signal: 0, conserve: 0 };

/** Rules of the operator's own. Nothing is left to chance: what is chosen has the score and the probability 1. */
export function scripted(script: PolicyScript): Policy {
  return {
    spec: { name: 'script', version: 1, script },
    choose(situation) {
      const action = actionOf(script, situation);
      const certain = { ...NOTHING, [action]: 1 };
      return { action, scores: certain, probabilities: certain };
    },
  };
}

function actionOf({ rules, otherwise }: PolicyScript, situation: Situation): Action {
  return rules.find(({ when }) => holds(when, situation))?.then ?? otherwise;
}

function holds(when: PolicyWhen, situation: Situation): boolean {
  const { lived, emotion } = situation;
  if (when.lived && !(lived && when.lived.includes(lived.kind))) return false;
  if (when.about !== undefined && lived?.subject !== when.about) return false;
  if (when.type !== undefined && situation.type !== when.type) return false;
  return (
    isWithin(when.intensity, situation.intensity) &&
    isWithin(when.novelty, situation.novelty) &&
    isWithin(when.valence, emotion.valence) &&
    isWithin(when.arousal, emotion.arousal) &&
    isWithin(when.dopamine, emotion.dopamine) &&
    isAt(when.time, situation.minute)
  );
}

function isWithin(range: PolicyWhen['arousal'], value: number): boolean {
  const { from = 0, to = 1 } = range ?? {};
  return from <= value && value <= to;
}

/** From `from` up to `to`, both belong to it; over midnight where `from` is the later one. */
function isAt(time: PolicyWhen['time'], minute: number): boolean {
  if (!time) return true;
  const { from, to } = time;
  return from <= to ? from <= minute && minute <= to : minute >= from || minute <= to;
}
