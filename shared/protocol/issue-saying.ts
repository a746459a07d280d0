import type { z } from 'zod';
import { asWritten, isSaying, type Saying, type SayingKey, says } from './saying.ts';

type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, SayingKey>> = {
  string: 'issue.kind.text',
  number: 'issue.kind.number',
  int: 'issue.kind.int',
  boolean: 'issue.kind.boolean',
  array: 'issue.kind.list',
  object: 'issue.kind.object',
  record: 'issue.kind.object',
  null: 'issue.kind.null',
};

/** What is called so where the fault is in no part of it. */
const WHOLE = { it: 'issue.it', input: 'issue.input', file: 'issue.file' } as const;

const PATH_MAX = 80;
const KEYS_MAX = 300;

/**
 * The first thing that a schema does not take, as a part of a sentence with the field in it: "title is longer than
 * 200 characters". What the schema library says itself speaks of schemas, and is not for people.
 */
export function issueSays(issues: readonly Issue[], whole: keyof typeof WHOLE = 'it'): Saying {
  const field = says(WHOLE[whole]);
  const [issue] = issues;
  if (!issue) return says('issue.notUnderstood', { field });
  const path = issue.path.map(String).join('.').slice(0, PATH_MAX);
  return complaint(issue, path || field);
}

function complaint(issue: Issue, field: string | Saying): Saying {
  switch (issue.code) {
    case 'too_big':
      return tooBig(issue.origin, field, Number(issue.maximum));
    case 'too_small':
      return tooSmall(issue.origin, field, Number(issue.minimum));
    case 'invalid_type': {
      if (issue.input === undefined && issue.message.endsWith('undefined'))
        return says('issue.missing', { field });
      const kind = KINDS[issue.expected];
      return says('issue.notOfKind', { field, kind: kind ? says(kind) : issue.expected });
    }
    case 'invalid_value':
      return says('issue.notAmong', { field, values: { anyOf: issue.values.map(String) } });
    case 'unrecognized_keys':
      return says('issue.unknownKeys', {
        field,
        keys: issue.keys
          .map((key) => key.slice(0, PATH_MAX))
          .join(', ')
          .slice(0, KEYS_MAX),
      });
    case 'not_multiple_of':
      return says('issue.notMultiple', { field, divisor: Number(issue.divisor) });
    case 'custom':
      return says('issue.notRight', { field, reason: reasonSays(issue) });
    default:
      return says('issue.notWritten', { field });
  }
}

function tooBig(origin: string, field: string | Saying, maximum: number): Saying {
  if (origin === 'string') return says('issue.longer', { field, maximum });
  if (origin === 'array' || origin === 'set') return says('issue.hasMore', { field, maximum });
  return says('issue.isMore', { field, maximum });
}

function tooSmall(origin: string, field: string | Saying, minimum: number): Saying {
  const holds = origin === 'string' || origin === 'array' || origin === 'set';
  if (holds && minimum === 1) return says('issue.empty', { field });
  if (origin === 'string') return says('issue.shorter', { field, minimum });
  return holds ? says('issue.hasFewer', { field, minimum }) : says('issue.isLess', { field, minimum });
}

/** Schemas of ours say what they want as a saying (`issue`); those of libraries have their own words. */
export function reasonSays(issue: Issue): Saying {
  const said: unknown = issue.code === 'custom' ? issue.params?.says : null;
  return isSaying(said) ? said : asWritten(issue.message);
}
