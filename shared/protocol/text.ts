/**
 * Limits of texts in UTF-16 code units, as docs/protocol.md counts them. The schema library counts code points, so
 * its own `min` and `max` are not used for what others judge.
 */
import { z } from 'zod';
import { issue } from './saying.ts';

function within(schema: z.ZodString, min: number, max: number): z.ZodString {
  return schema.refine(
    (text) => text.length >= min && text.length <= max,
    issue('issue.characters', { min, max }),
  );
}

/** Counted and kept with the white space at its ends. */
export function text(min: number, max: number): z.ZodString {
  return within(z.string(), min, max);
}

/** Counted and used without the white space at both ends. */
export function line(min: number, max: number): z.ZodString {
  return within(z.string().trim(), min, max);
}
