/** Sentences of what the node tells as keys and parameters: in English for programs, in their language for people. */
import type { Failure } from '../contract/errors.ts';
import { readEnglishWith, type Saying, type SayingParam } from '../protocol/saying.ts';
import { anyOf, nameList } from './format/names.ts';
import { dayAndTime, exactDuration } from './format/times.ts';
import { speaking } from './language.ts';
import { isStringKey, type StringParams, t } from './translate.ts';

readEnglishWith((saying) => speaking('en', () => sentence(saying)));

export function sentence({ key, params }: Saying): string {
  const shown: Record<string, StringParams[string]> = {};
  for (const [name, param] of Object.entries(params)) shown[name] = inWords(param);
  return t(key, shown);
}

/** What went wrong, for people. What this build has no words for is said as it came. */
export function failureInWords({ says, message }: Pick<Failure, 'says' | 'message'>): string {
  if (!says || !isStringKey(says.key)) return message;
  try {
    return sentence(says);
  } catch {
    return message;
  }
}

function inWords(param: SayingParam): string | number {
  if (typeof param !== 'object') return param;
  if ('durationMs' in param) return exactDuration(param.durationMs);
  if ('atMs' in param) return dayAndTime(param.atMs);
  if ('names' in param) return nameList(param.names);
  if ('anyOf' in param) return anyOf(param.anyOf);
  return sentence(param);
}
