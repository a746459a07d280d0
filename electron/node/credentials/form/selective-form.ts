/** The SD-JWT form (VC-JOSE-COSE §3.2.1): header and payload are exactly these, whatever RFC 9901 allows besides. */
import { z } from 'zod';
import { decodeBase64url } from '../../crypto/base64url.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import { verifySignature } from '../../crypto/signature-rule.ts';
import { CREDENTIAL_MAX_BYTES, DISCLOSURES_MAX_BYTES } from '../limits.ts';
import { refused } from '../refusal.ts';
import {
  type JsonObject,
  type Jws,
  type KeyBinding,
  notAClaim,
  type ReadSdJwt,
  reading,
  readKeyBinding,
  readSdJwt,
  requireSdHash,
  unpackSdJwt,
} from '../sd-jwt/index.ts';
import { Did, frameOf, MEMBERS, parsed, UuidUrn } from './members.ts';
import type { OpenedCredential, ReadCredential } from './read-credential.ts';

export const CREDENTIAL_TYP = 'vc+sd-jwt';
export const CREDENTIAL_CTY = 'vc';
export const ALG = 'Ed25519';

const Header = z.strictObject({
  alg: z.literal(ALG),
  cty: z.literal(CREDENTIAL_CTY),
  kid: z.string().max(600),
  typ: z.literal(CREDENTIAL_TYP),
});

const Digests = z.array(z.string().length(43));

const Payload = z.strictObject({
  ...MEMBERS,
  _sd: Digests.length(1),
  _sd_alg: z.string(),
  cnf: z.strictObject({
    jwk: z.strictObject({ crv: z.literal('Ed25519'), kty: z.literal('OKP'), x: z.string().length(43) }),
  }),
  credentialSubject: z.strictObject({ _sd: Digests.min(1) }),
});

const BindingHeader = z.strictObject({ alg: z.literal(ALG), typ: z.literal('kb+jwt') });
const BindingPayload = z.strictObject({
  aud: z.string().max(512),
  iat: z.int().min(0),
  nonce: z.string().max(128),
  sd_hash: z.string(),
});

/** The disclosed top: what is not a part of its frame. */
const Disclosed = z.looseObject({
  id: UuidUrn.optional(),
  credentialSubject: z.looseObject({ id: Did.optional() }),
});

/** The holder's key, and what it signed for this very showing, if anything. */
export interface HolderBinding {
  readonly shown: KeyBinding | null;
  /** Throws `holder-signature` or `holder-hash`. */
  requireHolder(shown: KeyBinding): void;
}

/** Its form, key binding included. Throws `too-large`, `malformed` or `unsupported`. */
export function readSelective(text: string): ReadCredential {
  requireSizes(text);
  const read = readSdJwt(text);
  const { jws } = read;
  requireKinds(jws);
  const header = parsed(Header, jws.header);
  const payload = parsed(Payload, jws.payload);
  const shown = read.keyBinding === null ? null : readBinding(read.keyBinding);
  return {
    form: 'sd-jwt',
    frame: frameOf(payload),
    method: header.kid,
    digest: sha256Hex(jws.text),
    isSignedBy: (publicKey) => isSigned(jws, publicKey),
    open: () => opened(read),
    binding: holderBinding(read, shown, payload.cnf.jwk.x),
  };
}

function requireSizes(text: string): void {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > CREDENTIAL_MAX_BYTES) {
    throw refused('too-large', 'error.credential.credentialLarge', {
      bytes: { bytes },
      limit: { bytes: CREDENTIAL_MAX_BYTES },
    });
  }
  const [, ...disclosures] = text.split('~').slice(0, -1);
  const ofDisclosures = disclosures.reduce((sum, one) => sum + one.length, 0);
  if (ofDisclosures > DISCLOSURES_MAX_BYTES) {
    throw refused('too-large', 'error.credential.disclosuresLarge', {
      bytes: { bytes: ofDisclosures },
      limit: { bytes: DISCLOSURES_MAX_BYTES },
    });
  }
}

/** Formats that look alike are named before anything is said to be missing in them. */
function requireKinds({ header, payload }: Jws): void {
  const wanted = { alg: ALG, typ: CREDENTIAL_TYP, cty: CREDENTIAL_CTY } as const;
  for (const [part, value] of Object.entries(wanted)) requirePart(header, part, value);
  if (Object.hasOwn(payload, 'vct')) {
    throw refused('unsupported', 'error.credential.header', { part: 'vct', value: shortly(payload.vct) });
  }
  requirePart(payload, '_sd_alg', 'sha-256');
}

function requirePart(object: JsonObject, part: string, wanted: string): void {
  if (object[part] === wanted) return;
  throw refused('unsupported', 'error.credential.header', { part, value: shortly(object[part]) });
}

const shortly = (value: unknown): string => (JSON.stringify(value) ?? '-').slice(0, 60);

function readBinding(text: string): KeyBinding {
  const binding = readKeyBinding(text);
  requirePart(binding.jws.header, 'alg', ALG);
  parsed(BindingHeader, binding.jws.header);
  parsed(BindingPayload, binding.jws.payload);
  return binding;
}

function isSigned({ signature, signingInput }: Jws, publicKey: Uint8Array): boolean {
  return verifySignature(signature, signingInput, publicKey);
}

function opened(read: ReadSdJwt): OpenedCredential {
  const { claims, disclosed } = unpackSdJwt(read);
  // At the top the id alone may be kept back; any other name would be a member that nobody asked about.
  const more = disclosed.find(({ path }) => path.length === 1 && path[0] !== 'id');
  if (more) throw notAClaim(more);
  const { id = null, credentialSubject } = parsed(Disclosed, claims);
  const { id: subject = null, ...rest } = credentialSubject;
  return { id, subject, claims: rest };
}

function holderBinding(read: ReadSdJwt, shown: KeyBinding | null, x: string): HolderBinding {
  const holderKey = reading(() => decodeBase64url(x));
  return {
    shown,
    requireHolder(binding) {
      if (!isSigned(binding.jws, holderKey))
        throw refused('holder-signature', 'error.credential.holderSignature');
      requireSdHash(binding, read);
    },
  };
}
