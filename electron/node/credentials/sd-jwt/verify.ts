/** Verification of an SD-JWT (RFC 9901 §7.1 and §7.3) of any `typ`, under a signature that the caller can judge. */
import { says } from '#shared/protocol/saying.ts';
import { CLOCK_SKEW_MS } from '../limits.ts';
import { type Checked, checked, refused } from '../refusal.ts';
import { type JsonObject, type Jws, readJws, type VerifySignature } from './jws.ts';
import { type KeyBinding, readKeyBinding, sdHash } from './key-binding.ts';
import { splitSdJwt } from './split.ts';
import { type PlacedDisclosure, type Unpacked, unpackClaims } from './unpack.ts';

export interface ReadSdJwt {
  readonly jws: Jws;
  readonly disclosures: readonly string[];
  readonly keyBinding: string | null;
}

export interface SdJwtPolicy {
  readonly verify: VerifySignature;
  /**
   * Null where key binding is not asked for; never decided by what came (§7.3, step 1). `verify` gets the payload's
   * `cnf`, and the caller looks at audience, nonce and time itself.
   */
  readonly keyBinding: { verify(cnf: unknown, ...of: Parameters<VerifySignature>): boolean } | null;
  /** To hold `nbf` and `exp` of the processed payload against a clock; other claims are for the caller to ask. */
  readonly nowMs?: number;
}

export interface VerifiedSdJwt {
  readonly header: JsonObject;
  /** The processed payload: no digests, no `_sd_alg`. */
  readonly claims: JsonObject;
  readonly disclosed: readonly PlacedDisclosure[];
  readonly keyBinding: KeyBinding | null;
}

export function readSdJwt(text: string): ReadSdJwt {
  // JWS JSON Serialization (RFC 9901 §8), which not every verifier has to read.
  if (text.trimStart().startsWith('{')) throw refused('unsupported', 'error.credential.jsonSerialization');
  const { jwt, disclosures, keyBinding } = splitSdJwt(text);
  return { jws: readJws(jwt), disclosures, keyBinding };
}

/** What is signed, with what is disclosed in its places. Asks for no signature. */
export function unpackSdJwt({ jws, disclosures }: ReadSdJwt): Unpacked {
  const { _sd_alg = 'sha-256' } = jws.payload;
  if (_sd_alg !== 'sha-256') {
    throw refused('unsupported', 'error.credential.header', { part: '_sd_alg', value: String(_sd_alg) });
  }
  return unpackClaims(jws.payload, disclosures);
}

/** Whether a key binding stands for the very SD-JWT that it follows (§7.3, step 5). */
export function requireSdHash(binding: KeyBinding, { jws, disclosures }: ReadSdJwt): void {
  if (binding.sdHash !== sdHash(jws.text, disclosures))
    throw refused('holder-hash', 'error.credential.holderHash');
}

/** Refuses with the first thing that is wrong. Never throws. */
export function verifySdJwt(text: string, policy: SdJwtPolicy): Checked<VerifiedSdJwt> {
  return checked(() => {
    const read = readSdJwt(text);
    const { jws } = read;
    requireSigned(jws, policy.verify);
    const { claims, disclosed } = unpackSdJwt(read);
    if (policy.nowMs !== undefined) requireTimes(claims, policy.nowMs);
    const keyBinding = policy.keyBinding === null ? null : boundBy(read, policy.keyBinding);
    return { header: jws.header, claims, disclosed, keyBinding };
  });
}

function boundBy(read: ReadSdJwt, { verify }: NonNullable<SdJwtPolicy['keyBinding']>): KeyBinding {
  if (read.keyBinding === null) throw refused('holder-missing', 'error.credential.holderMissing');
  const binding = readKeyBinding(read.keyBinding);
  const { signingInput, signature, header } = binding.jws;
  const { cnf } = read.jws.payload;
  if (header.alg === 'none' || !verify(cnf, signingInput, signature, header)) {
    throw refused('holder-signature', 'error.credential.holderSignature');
  }
  requireSdHash(binding, read);
  return binding;
}

function requireSigned({ header, signingInput, signature }: Jws, verify: VerifySignature): void {
  if (typeof header.alg !== 'string' || header.alg === 'none') {
    throw refused('unsupported', 'error.credential.header', { part: 'alg', value: String(header.alg) });
  }
  if (!verify(signingInput, signature, header))
    throw refused('bad-signature', 'error.credential.badSignature');
}

/** After what is disclosed is in its place (§7.1, step 6): either may be told by a disclosure. */
function requireTimes({ nbf, exp }: JsonObject, nowMs: number): void {
  const fromMs = momentOf(nbf, 'nbf') ?? nowMs;
  const untilMs = momentOf(exp, 'exp') ?? nowMs;
  if (fromMs > nowMs + CLOCK_SKEW_MS) {
    throw refused('not-yet-valid', 'error.credential.notYetValid', { at: { atMs: fromMs } });
  }
  if (untilMs < nowMs - CLOCK_SKEW_MS) {
    throw refused('expired', 'error.credential.expired', { at: { atMs: untilMs } });
  }
}

/** A NumericDate (RFC 7519 §2) in milliseconds; null where there is none. */
function momentOf(value: unknown, field: string): number | null {
  if (value === undefined) return null;
  if (typeof value === 'number') return value * 1000;
  throw refused('malformed', 'error.credential.malformed', {
    what: says('issue.notOfKind', { field, kind: says('issue.kind.number') }),
  });
}
