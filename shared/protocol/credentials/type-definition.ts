/** Types of credentials: flat claims, with nothing to compile and nothing to fetch. */
import { z } from 'zod';
import { issue, type Saying, says } from '../saying.ts';
import { V2_TERMS } from './v2-context.ts';

export const CLAIMS_MAX = 16;
const CLAIM_TEXT_MAX = 4096;
const CHOICES_MAX = 16;
const CHOICE_MAX = 64;

const optional = z.literal(true).exactOptional();

const Choice = z.string().min(1).max(CHOICE_MAX);

/** `max` counts code points, as JSON Schema's `maxLength` does. */
export const ClaimRule = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), max: z.int().min(1).max(CLAIM_TEXT_MAX), optional }),
  z
    .strictObject({ type: z.literal('integer'), min: z.int(), max: z.int(), optional })
    .refine(({ min, max }) => min <= max, issue('issue.minOverMax')),
  z.strictObject({ type: z.literal('boolean'), optional }),
  z.strictObject({
    type: z.literal('choice'),
    of: z
      .array(Choice)
      .min(2)
      .max(CHOICES_MAX)
      .refine((of) => new Set(of).size === of.length, issue('issue.choiceTwice')),
    optional,
  }),
]);
export type ClaimRule = z.infer<typeof ClaimRule>;

/** What a claim may be called, as far as its letters go. */
export const ClaimWord = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const ClaimName = ClaimWord.refine((name) => !V2_TERMS.has(name), issue('issue.claimIsTerm'));

export const BUILT_IN_NAME = 'MeshMember';

export const TypeName = z.string().regex(/^[A-Z][A-Za-z0-9]{0,39}$/);

/** The body of an entry `define`. */
export const TypeDefinition = z.strictObject({
  type: TypeName.refine((name) => !V2_TERMS.has(name) && name !== BUILT_IN_NAME, issue('issue.typeTaken')),
  title: z
    .string()
    .min(1)
    .max(60)
    .refine((title) => title.trim() === title, issue('issue.notTrimmed')),
  claims: z
    .record(ClaimName, ClaimRule)
    .refine((claims) => Object.keys(claims).length >= 1, issue('issue.noClaims'))
    .refine(
      (claims) => Object.keys(claims).length <= CLAIMS_MAX,
      issue('issue.manyClaims', { limit: CLAIMS_MAX }),
    ),
});
export type TypeDefinition = z.infer<typeof TypeDefinition>;

/** What is wrong with the name of a type and of its claims, or null. */
export function faultOfNames(type: string, claims: readonly string[]): Saying | null {
  const isTaken = V2_TERMS.has(type);
  if (!TypeName.safeParse(type).success || isTaken) return says('error.credential.typeName', { type });
  const wrong = claims.find((name) => !ClaimName.safeParse(name).success);
  if (wrong !== undefined) return says('error.credential.claimName', { name: wrong });
  if (claims.length < 1 || claims.length > CLAIMS_MAX) {
    return says('error.credential.claimCount', { limit: CLAIMS_MAX, count: claims.length });
  }
  return null;
}
