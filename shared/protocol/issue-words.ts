import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const PATH_MAX = 80;

/**
 * The first thing that a schema does not take, as a part of a sentence with the field in it: "title is longer than
 * 200 characters". What the schema library says itself speaks of schemas, and is not for people.
 */
export function issueInWords(issues: readonly Issue[], whole = 'it'): string {
  const [issue] = issues;
  if (!issue) return `${whole} is not understood`;
  const path = issue.path.map(String).join('.').slice(0, PATH_MAX);
  return `${path || whole} ${complaint(issue)}`;
}

function complaint(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      return tooBig(issue.origin, issue.maximum);
    case 'too_small':
      return tooSmall(issue.origin, issue.minimum);
    case 'invalid_type':
      return issue.input === undefined && issue.message.endsWith('undefined')
        ? 'is missing'
        : `is not ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `is not ${issue.values.map(String).join(' or ')}`;
    case 'unrecognized_keys':
      return `has ${issue.keys.map((key) => key.slice(0, PATH_MAX)).join(', ')}, which nothing here knows`;
    case 'not_multiple_of':
      return `is not a multiple of ${issue.divisor}`;
    case 'custom':
      return `is not right: ${issue.message}`;
    default:
      return 'is not written as it must be';
  }
}

function tooBig(origin: string, maximum: number | bigint): string {
  if (origin === 'string') return `is longer than ${maximum} ${maximum === 1 ? 'character' : 'characters'}`;
  if (origin === 'array' || origin === 'set') return `has more than ${maximum}`;
  return `is more than ${maximum}`;
}

function tooSmall(origin: string, minimum: number | bigint): string {
  if (origin === 'string') {
    return minimum === 1 ? 'is empty' : `is shorter than ${minimum} characters`;
  }
  if (origin === 'array' || origin === 'set') return minimum === 1 ? 'is empty' : `has fewer than ${minimum}`;
  return `is less than ${minimum}`;
}
