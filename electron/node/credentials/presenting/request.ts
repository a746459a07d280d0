/** What a verifier asks for: a code, a picture, or a link, for one showing within ten minutes. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { CLAIMS_MAX } from '#shared/protocol/credentials/type-definition.ts';
import { decodeBase64url, encodeBase64url } from '../../crypto/base64url.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { Did, parsed } from '../form/members.ts';
import { REQUEST_LIFE_MS } from '../limits.ts';
import { type Checked, checked } from '../refusal.ts';
import { reading, readJsonBytes } from '../sd-jwt/index.ts';

const REQUEST_MAX_BYTES = 4096;
const NONCE_BYTES = 16;
const LINK = 'ghoststack://present/';

const PresentationRequest = z.strictObject({
  v: z.literal(1),
  /** The verifier's DID. */
  aud: Did,
  /** base64url of 16 bytes. */
  nonce: z.string().length(22),
  /** The id of the wanted type. */
  type: z.string().max(64),
  /** Names of claims that are asked for; the holder shows what it wants. */
  fields: z.array(z.string().max(64)).max(CLAIMS_MAX),
  /** Milliseconds since the epoch: ten minutes after it was made. */
  expires: z.int().min(0),
});
export type PresentationRequest = z.infer<typeof PresentationRequest>;

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
  return { v: 1, aud, nonce, type, fields: [...fields], expires: nowMs + REQUEST_LIFE_MS };
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
    return parsed(PresentationRequest, readJsonBytes(bytes, REQUEST_MAX_BYTES));
  });
}
