/** Credentials and papers with anything in them, signed anew or not: always a value or a code, never what nobody foresaw. */
import '#shared/words/sayings.ts';
import {
  bundleText,
  type CheckPolicy,
  checkCredential,
  papersOf,
  sdJwt,
} from '../../electron/node/credentials/index.ts';
import type { Bundle } from '../../electron/node/credentials/presenting/bundle.ts';
import { encodeBase64url } from '../../electron/node/crypto/base64url.ts';
import { canonicalize } from '../../electron/node/crypto/canonical-json.ts';
import { encodeMultikey } from '../../electron/node/crypto/multikey.ts';
import { signDocument } from '../../electron/node/identity/data-integrity.ts';
import * as of from '../support/credentials/outside.ts';
import { mutateBytes, mutateValue } from './mutate.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';

const credential = of.issue();
const issues = [...of.OTHERS, of.issueOf(credential)];
const standing = of.standingTexts(of.standingBody({ issues }));
const ALIKE = [of.didOf('alice'), of.didOf('bob'), 'MeshMember', '_sd', '...', '_sd_alg', credential.id];
/** Several policies: what one refuses early another reads on. */
const POLICIES: readonly CheckPolicy[] = [
  { nowMs: of.NOW_MS, cell: of.cellFacts({ issues }), request: of.request() },
  { nowMs: of.NOW_MS, cell: of.cellFacts({ issues }), keyBinding: false },
  { nowMs: of.NOW_MS, standings: [of.standingOf(standing)], request: of.request() },
  {
    nowMs: of.NOW_MS,
    issuers: [{ did: of.didOf('alice'), log: of.logText(of.aliceLog) }],
    keyBinding: false,
  },
];
const papers: Bundle = {
  v: 1,
  presentation: of.shown(credential),
  ...papersOf({
    form: 'sd-jwt',
    issue: of.issueOf(credential),
    issues,
    revoked: [],
    issuerLog: of.logText(of.aliceLog),
    key: encodeMultikey('ed25519', of.alice.key.publicKey),
    standing,
  }),
};
const { header, payload } = sdJwt.readJws(credential.jwt);

export function fuzzCredentials(random: Random, runs: number, tally: Tally): void {
  tally.runs += runs;
  for (let run = 0; run < runs; run++) {
    const handed = mutant(random);
    const checked = checkCredential(handed, random.pick(POLICIES));
    tally.count(checked.ok ? 'held' : checked.error.code);
    if (checked.ok) {
      // What alice signed and nobody wrote down is hers all the same, where nobody else is asked.
      const isOfHers = checked.value.vouchedBy === 'issuer' || isOfClaims(checked.value.claims);
      if (!isOfHers) tally.fault('check', `it holds: ${JSON.stringify(checked.value.claims)}`, handed);
      continue;
    }
    const { what } = checked.error.says.params;
    if (typeof what === 'object' && 'key' in what && what.key === 'error.credential.part.unforeseen') {
      tally.fault('check', 'what nobody foresaw', handed);
    }
  }
}

function isOfClaims(claims: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(claims).every(([name, value]) => Reflect.get(of.CLAIMS, name) === value);
}

function mutant(random: Random): unknown {
  const spoiled = (text: string) => Buffer.from(mutateBytes(random, Buffer.from(text))).toString('utf8');
  const changed = (value: object) => mutateValue(random, value, ALIKE, 1) as Record<string, unknown>;
  try {
    switch (random.pick(['bytes', 'papers', 'jwt', 'disclosures', 'whole', 'list', 'standing'] as const)) {
      case 'bytes':
        return spoiled(
          random.pick([papers.presentation ?? '', canonicalize(credential.whole), bundleText(papers)]),
        );
      case 'papers':
        return changed(papers);
      case 'jwt':
        return { ...papers, presentation: `${signedAnew(changed({ header, payload }))}~` };
      case 'disclosures':
        return { ...papers, presentation: disclosedAnew(random) };
      case 'whole': {
        const { proof: _, ...document } = credential.whole;
        const { created, verificationMethod } = credential.whole.proof;
        return signDocument(changed(document), of.alice.key, { created, verificationMethod });
      }
      case 'list':
        return { ...papers, status: changed(of.aliceList([3])) };
      case 'standing':
        return { ...papers, standing: of.standingTexts(changed(of.standingBody({ issues })) as never) };
    }
  } catch {
    return changed(papers);
  }
}

function signedAnew(of2: Record<string, unknown>): string {
  return sdJwt.writeJws(of2.header as never, of2.payload as never, (input) => of.alice.key.sign(input));
}

/** Disclosures with anything in them, whose digests the issuer signed. */
function disclosedAnew(random: Random): string {
  const texts = [
    ['salt', 'role', 'relay'],
    ['salt', 'node_id', { _sd: [] }],
    ['salt', 'cell', [{ '...': 'x' }]],
  ].map((parts) => encodeBase64url(Buffer.from(canonicalize(mutateValue(random, parts, ALIKE, 1)))));
  const _sd = texts.map((text) => sdJwt.digestOf(text));
  const jwt = signedAnew({ header, payload: { ...payload, credentialSubject: { _sd } } });
  return sdJwt.joinSdJwt(jwt, texts);
}
