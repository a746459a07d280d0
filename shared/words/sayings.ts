/** Sentences of what the node tells as keys and parameters: in English for programs, in their language for people. */
import type { Told } from '../contract/domain/saying.ts';
import { readEnglishWith, type Saying, type SayingParam } from '../protocol/saying.ts';
import { byteSize } from './format/bytes.ts';
import { anyOf, nameList } from './format/names.ts';
import { dayAndTime, exactDuration } from './format/times.ts';
import { speaking } from './language.ts';
import { isStringKey, type StringParams, t } from './translate.ts';

readEnglishWith((saying) => speaking('en', () => strictly(saying)));

/** The sentence for people. What this build has no words for is named by its key. */
export function sentence(saying: Saying): string {
  try {
    return strictly(saying);
  } catch {
    return saying.key;
  }
}

function strictly({ key, params }: Saying): string {
  const shown: Record<string, StringParams[string]> = {};
  for (const [name, param] of Object.entries(params)) shown[name] = inWords(param);
  return t(key, shown);
}

/** What went wrong, for people. What this build has no words for is said as it came. */
export function failureInWords(failure: Told): string;
export function failureInWords(failure: Told | null | undefined): string | null;
export function failureInWords(failure: Told | null | undefined): string | null {
  if (!failure) return null;
  const { says, message } = failure;
  if (!says || !isStringKey(says.key)) return message;
  try {
    return strictly(says);
  } catch {
    return message;
  }
}

function inWords(param: SayingParam): string | number {
  if (typeof param !== 'object') return param;
  if ('durationMs' in param) return exactDuration(param.durationMs);
  if ('atMs' in param) return dayAndTime(param.atMs);
  if ('bytes' in param) return byteSize(param.bytes);
  if ('names' in param) return nameList(param.names);
  if ('anyOf' in param) return anyOf(param.anyOf);
  return strictly(param);
}
