import { type Saying, type SayingKey, type SayingParam, says } from '#shared/protocol/saying.ts';
import { isStringKey } from '#shared/words/translate.ts';

/**
 * What the check of a call says, for whoever typed a command: without the name of the call, with fields as people know
 * them, and seconds. Null for everything else that can be said.
 */
export function complaintInWords(said: Saying | undefined): Saying | null {
  switch (said?.key) {
    case 'error.call.inputWrong':
      return isSaying(said.params.issue)
        ? says('error.headless.issue', { issue: ofField(said.params.issue) })
        : null;
    case 'error.call.inputTooLarge':
      return says('error.headless.inputTooLarge', said.params);
    case 'error.call.inputNotJson':
      return says('error.headless.inputNotJson');
    default:
      return null;
  }
}

/** `rules.turnMs is less than 1000` is `Turn is less than 1 s`. */
function ofField(issue: Saying): Saying {
  const { field } = issue.params;
  if (typeof field !== 'string') return { ...issue, params: { ...issue.params, field: fieldSays('input') } };
  const name = field.slice(field.lastIndexOf('.') + 1);
  if (!name.endsWith('Ms')) return { ...issue, params: { ...issue.params, field: fieldSays(name) } };
  const params = Object.entries(issue.params).map(([key, value]) => [key, inSeconds(value)]);
  return { ...issue, params: { ...Object.fromEntries(params), field: fieldSays(name.slice(0, -2)) } };
}

function inSeconds(value: SayingParam | undefined): SayingParam | undefined {
  return typeof value === 'number' ? says('error.headless.seconds', { n: value / 1000 }) : value;
}

/** A field that no command sets has no word of its own, and keeps its name. */
function fieldSays(name: string): Saying | string {
  const key = `error.headless.field.${name}`;
  return isFieldKey(key) ? says(key) : name;
}

function isFieldKey(key: string): key is SayingKey & `error.headless.field.${string}` {
  return isStringKey(key);
}

/** What comes from a node that runs came as JSON. */
function isSaying(param: SayingParam | undefined): param is Saying {
  return typeof param === 'object' && 'key' in param && 'params' in param;
}
