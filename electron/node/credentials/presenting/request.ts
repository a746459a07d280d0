/** What a verifier asks for: a code, a picture, or a link, for one showing within ten minutes. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { CLAIMS_MAX, ClaimWord } from '#shared/protocol/credentials/type-definition.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
import { decodeBase64url, encodeBase64url } from '../../crypto/base64url.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { Did } from '../form/members.ts';
import { REQUEST_LIFE_MS } from '../limits.ts';
import { type Checked, checked, refused } from '../refusal.ts';
import { reading, readJsonBytes } from '../sd-jwt/index.ts';
import { typeIdOf, typeUrn } from '../type/credential-type.ts';

const REQUEST_MAX_BYTES = 4096;
const NONCE_BYTES = 16;
const LINK = 'ghoststack://present/';

const PresentationRequest = z.strictObject({
  v: z.literal(1),
  /** The verifier's DID. */
  aud: Did,
  /** base64url of 16 bytes. */
  nonce: z.string().regex(/^[A-Za-z0-9_-]{21}[AQgw]$/),
  /** The id of the wanted type. */
  type: z.string().refine((id) => typeIdOf(typeUrn({ id })) !== null),
  /** Names of claims that are asked for; the holder shows what it wants. */
  fields: z.array(ClaimWord).max(CLAIMS_MAX),
  /** Milliseconds since the epoch: ten minutes after it was made. */
  expires: z.int().min(0),
});
export type PresentationRequest = z.infer<typeof PresentationRequest>;

/** Throws `malformed` for a type or claims that nothing can be called. */
export function makeRequest({
  aud,
  type,
  fields,
  nowMs,
  nonce = encodeBase64url(randomBytes(NONCE_BYTES)),
}: {
  aud: string;
  type: string;
  fields: readonly string[];
  nowMs: number;
  nonce?: string;
}): PresentationRequest {
  return requestOf({ v: 1, aud, nonce, type, fields: [...fields], expires: nowMs + REQUEST_LIFE_MS });
}

export function requestLink(request: PresentationRequest): string {
  return LINK + encodeBase64url(Buffer.from(canonicalize(request), 'utf8'));
}

/** A link, or the code in it. Never throws. */
export function readRequest(text: string): Checked<PresentationRequest> {
  return checked(() => {
    const trimmed = text.trim();
    const code = trimmed.startsWith(LINK) ? trimmed.slice(LINK.length) : trimmed;
    const bytes = reading(() => decodeBase64url(code));
    return requestOf(readJsonBytes(bytes, REQUEST_MAX_BYTES));
  });
}

function requestOf(value: unknown): PresentationRequest {
  const read = PresentationRequest.safeParse(value);
  if (read.success) return read.data;
  throw refused('malformed', 'error.credential.requestForm', { what: issueSays(read.error.issues) });
}
