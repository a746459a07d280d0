/** Whether the one who shows it is the one it was issued to, and shows it to this verifier, now, for the first time. */
import type { ReadCredential } from '../form/read-credential.ts';
import { CLOCK_SKEW_MS, REQUEST_LIFE_MS } from '../limits.ts';
import type { PresentationRequest } from '../presenting/request.ts';
import { refused } from '../refusal.ts';
import type { KeyBinding } from '../sd-jwt/index.ts';
import { shortDid } from '../short-did.ts';
import type { CheckPolicy } from './policy.ts';

/** By the verifier's policy alone, never by what came. */
export function isBindingAsked({ keyBinding, request }: CheckPolicy, form: ReadCredential['form']): boolean {
  return request !== undefined || (keyBinding ?? form === 'sd-jwt');
}

/** Throws one of the refusals about the holder; answers the nonce that is used up now, by the caller. */
export function requireHolder({ binding }: ReadCredential, policy: CheckPolicy, nowMs: number): string {
  const shown = binding?.shown ?? null;
  if (binding === null || shown === null) throw refused('holder-missing', 'error.credential.holderMissing');
  binding.requireHolder(shown);
  const { request } = policy;
  if (request === undefined) throw refused('wrong-nonce', 'error.credential.wrongNonce');
  requireAnswer(shown, request, nowMs);
  if (policy.isNonceUsed?.(shown.nonce)) throw refused('replayed', 'error.credential.replayed');
  return shown.nonce;
}

function requireAnswer({ aud, nonce, iat }: KeyBinding, request: PresentationRequest, nowMs: number): void {
  if (aud !== request.aud)
    throw refused('wrong-audience', 'error.credential.wrongAudience', { other: shortDid(aud) });
  if (nonce !== request.nonce) throw refused('wrong-nonce', 'error.credential.wrongNonce');
  const atMs = iat * 1000;
  const fromMs = request.expires - REQUEST_LIFE_MS - CLOCK_SKEW_MS;
  const untilMs = request.expires + CLOCK_SKEW_MS;
  if (atMs < fromMs || atMs > untilMs || nowMs > untilMs) {
    throw refused('not-fresh', 'error.credential.notFresh', { at: { atMs } });
  }
}
