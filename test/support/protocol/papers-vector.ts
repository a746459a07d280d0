import {
  type Bundle,
  type IssuedCredential,
  MESH_MEMBER,
  papersOf,
} from '../../../electron/node/credentials/index.ts';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { askForPapers, takePapers } from '../../../electron/node/issuing/new-papers.ts';
import * as of from '../credentials/outside.ts';
import { readVectorText } from '../vectors.ts';

interface Handed {
  readonly note: string;
  /** The DID of whose home takes it. */
  readonly holder: string;
  readonly isHeld: boolean;
  readonly isKnown: boolean;
  readonly handed: string;
  /** Null where it is taken. */
  readonly code: string | null;
}

/** carol by a key alone: no message reaches her, and no log is hers. */
const holder = SigningKey.fromSeed(new Uint8Array(32).fill(78));
const NO_BITS = readVectorText('bitstring/spec-example-encodedList.txt').trim().slice(1);

function issuedToHolder(more: object = {}): IssuedCredential {
  return of.issue({ subject: { did: holder.did, publicKey: holder.publicKey }, ...more });
}

export const held = issuedToHolder();
const issuesWith = (issued: IssuedCredential) => [...of.OTHERS, of.issueOf(issued)];
const issues = issuesWith(held);
const known = of.standingTexts(of.standingBody({ issues }));

/** What its issuer hands to a holder whom no message reaches. */
export function firstPapers(issued: IssuedCredential): object {
  const { whole, jwt, disclosures, digests } = issued;
  const standing = of.standingTexts(of.standingBody({ issues: issuesWith(issued), entries: 501 }));
  return { v: 1, digests, papers: papers(standing, {}, issued), credential: { whole, jwt, disclosures } };
}

function papers(standing: readonly string[], more: object = {}, issued = held): Partial<Bundle> {
  const made = papersOf({
    ...{ form: 'whole', issue: of.issueOf(issued), issues: issuesWith(issued), revoked: [] },
    ...{
      issuerLog: of.logText(of.aliceLog),
      key: encodeMultikey('ed25519', of.alice.key.publicKey),
      standing,
    },
  });
  const { status, ...rest } = { ...made, status: { bits: NO_BITS }, ...more };
  return status === undefined ? rest : { ...rest, status };
}

function handedOver(): Handed[] {
  const { whole, jwt, disclosures, digests } = held;
  const credential = { whole, jwt, disclosures };
  const newer = of.standingTexts(of.standingBody({ issues, entries: 501 }));
  const one = (note: string, code: string | null, change: object = {}, by: Partial<Handed> = {}): Handed => ({
    ...{ note, holder: holder.did, isHeld: true, isKnown: true, code },
    handed: canonicalize({ v: 1, digests, papers: papers(newer), ...change }),
    ...by,
  });
  const other = issuedToHolder({ claims: { ...of.CLAIMS, role: 'guest' } });
  const first = { isHeld: false, isKnown: false };
  return [
    one('newer papers of a credential that is held', null),
    one('a credential with its first papers', null, firstPapers(held), first),
    one('the same, about somebody else', 'refused', { credential }, { ...first, holder: of.VERIFIER.did }),
    one('papers alone, of nothing that is held', 'not-found', {}, first),
    one(
      'digests of another credential than the one that came along',
      'not-found',
      {
        ...{ digests: other.digests, credential },
      },
      first,
    ),
    one(
      'two forms that say two things',
      'malformed',
      {
        credential: { ...credential, jwt: other.jwt, disclosures: other.disclosures },
      },
      first,
    ),
    one('older papers than are known', 'refused', {
      papers: papers(of.standingTexts(of.standingBody({ issues, entries: 499 }))),
    }),
    one('without a standing', 'refused', { papers: papers([], { standing: [] }) }),
    one('a standing that one of two attests', 'refused', { papers: papers(newer.slice(0, 2)) }),
    one('a path to another place', 'refused', {
      papers: papers(newer, { issued: { size: 4, leaf: 0, other: digests[1], path: ['00'.repeat(32)] } }),
    }),
    one('no list', 'refused', { papers: papers(newer, { status: undefined }) }),
    one('a member that nobody knows', 'malformed', { more: 1 }),
    one('a list in the place of papers', 'malformed', { papers: [] }),
  ];
}

/** How a holder who is no member asks for newer papers, and what of that which comes back it takes. */
export function papersVector() {
  const { did } = holder;
  return {
    comment: 'alice and her cell are those of credentials.json; carol is known by a key alone.',
    holder: { did, nowMs: of.NOW_MS },
    held: { whole: held.whole, jwt: held.jwt, disclosures: held.disclosures, typeId: MESH_MEMBER.id },
    ask: askForPapers(held),
    standing: known,
    handed: handedOver(),
  };
}

export type PapersVector = ReturnType<typeof papersVector>;

/** What a home comes to: the code of the refusal, or null. */
export function taking(
  { standing }: PapersVector,
  { holder: did, isHeld, isKnown, handed }: Handed,
): { readonly code: string | null; readonly kept: readonly string[] } {
  const kept: string[] = [];
  const store: Parameters<typeof takePapers>[0]['store'] = {
    list: () => (isHeld ? [{ ...held, role: 'held', atMs: 0 }] : []),
    keep: () => kept.push('credential') > 0,
    keepPapers: () => void kept.push('papers'),
  };
  try {
    takePapers(
      {
        ...{ store, did, policy: {}, nowMs: of.NOW_MS },
        known: () => (isKnown ? of.standingOf([...standing]) : null),
      },
      handed,
    );
    return { code: null, kept };
  } catch (thrown) {
    return { code: (thrown as { code?: string }).code ?? String(thrown), kept };
  }
}
