/**
 * Papers for a holder who is no member, whose node has no log to make them from: it says which issue it holds, any member
 * answers with what the log has of that now. Nothing of it is secret, and nothing in it is believed.
 */
import { z } from 'zod';
import { GhostStackError, thrownFailure } from '#shared/contract/errors.ts';
import { LIST_BITS } from '#shared/protocol/credentials/list-bits.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import {
  type Bundle,
  bundleText,
  type CheckPolicy,
  checkCredential,
  checked,
  failureOf,
  isLater,
  PAPERS_MAX_AGE_DAYS,
  type Refusal,
  readHanded,
  readKept,
  readStandings,
  requireAttested,
  type Standing,
  sdJwt,
  takeStandings,
} from '../credentials/index.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { parseStrictJson } from '../crypto/strict-json.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';
import type { CredentialStore, KeptCredential, KeptPapers, StoredCredential } from './credential-store.ts';
import { digestsOf, issueFacts, type Papers, papersOfIssue } from './papers-of-log.ts';
import { saidStandings } from './said-standings.ts';

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Digests = z.tuple([Digest, Digest]);

const Ask = z.strictObject({
  v: z.literal(1),
  issuer: z.string().max(512),
  index: z
    .int()
    .min(0)
    .max(LIST_BITS - 1),
  digests: Digests,
  type: z.string().max(64),
  /** Under which key it was signed, as a Multikey. */
  key: z.string().regex(/^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/),
});

const Kept = z.strictObject({
  whole: z.record(z.string(), z.unknown()),
  jwt: z.string(),
  disclosures: z.array(z.string()).max(64).readonly(),
});

const Handed = z.strictObject({
  v: z.literal(1),
  digests: Digests,
  papers: z.record(z.string(), z.unknown()),
  /** The credential itself, from its issuer to somebody whom no message reaches. */
  credential: Kept.exactOptional(),
});

const HANDED_MAX_BYTES = 320 * 1024;

/** What a holder hands to a member. */
export function askForPapers({ whole, jwt, disclosures }: KeptCredential): string {
  const { index, digests, typeId, key } = issueFacts({ whole, jwt, disclosures });
  return canonicalize({ v: 1, issuer: whole.issuer, index, digests, type: typeId, key });
}

/** What a member hands back. Throws `malformed`, or `not-found` where its log says nothing of that outwards. */
export function papersAsked(logs: readonly IntegrityLog[], text: string): { text: string; untilMs: number } {
  const { issuer, index, digests, type: typeId, key } = readAs(Ask, text, 'error.credentials.notAsk');
  const facts = { index, digests, typeId, key } as const;
  for (const log of logs) {
    const papers = papersOfIssue(log, facts, scidOf(issuer) ?? '', 'whole');
    if (papers?.issued && papers.standing) return answer({ v: 1, digests: [...digests], papers }, papers);
  }
  throw new GhostStackError('not-found', says('error.credentials.noPapers'));
}

/** What an issuer hands to a holder whom no message reaches: the credential, and its first papers. */
export function papersWithCredential(log: IntegrityLog, { whole, jwt, disclosures }: KeptCredential) {
  const credential = { whole, jwt, disclosures };
  const facts = issueFacts(credential);
  const papers = papersOfIssue(log, facts, scidOf(whole.issuer) ?? '', 'whole');
  if (!papers?.issued || !papers.standing)
    throw new GhostStackError('not-found', says('error.credentials.noPapers'));
  return answer({ v: 1, digests: [...facts.digests], papers, credential }, papers);
}

export interface TakingPapers {
  readonly store: Pick<CredentialStore, 'list' | 'keep' | 'keepPapers'>;
  /** Whose home this is. */
  readonly did: string;
  /** The newest standing of its cell that is known here of a credential; null before any. */
  readonly known: (kept: KeptCredential & Pick<StoredCredential, 'newPapers'>) => Standing | null;
  readonly policy: CheckPolicy;
  readonly nowMs: number;
}

/** Judges before it keeps anything. Throws what it refuses them for. */
export function takePapers(taking: TakingPapers, text: string): { id: string; untilMs: number } {
  const { digests, papers: handed, credential } = readAs(Handed, text, 'error.credentials.notPapers');
  const { store, nowMs } = taking;
  const isIt = (kept: KeptCredential) => digestsOf(kept).join() === digests.join();
  const held = store.list('held').find(isIt) ?? null;
  const kept = held ?? newlyHeld(taking, credential);
  if (!kept || !isIt(kept)) throw new GhostStackError('not-found', says('error.credentials.papersOfNone'));
  const bundle = answered(checked(() => readHanded({ ...handed, v: 1, credential: kept.whole })));
  const { v: _v, presentation: _presentation, credential: _credential, ...papers } = bundle;
  const { standing, isRevoked } = judged(taking, kept, papers);
  const whole = kept.whole;
  const keptPapers: KeptPapers = { papers, dayMs: standing.day * DAY_MS, isRevoked };
  // Another one may have its id: the papers of that are not to be these.
  if (!held && !store.keep('held', kept, nowMs))
    throw new GhostStackError('conflict', says('error.credentials.notKept'));
  store.keepPapers(whole.id, keptPapers);
  return { id: whole.id, untilMs: untilMs(keptPapers) };
}

/** Until when papers are taken outside. */
export function untilMs({ dayMs }: Pick<KeptPapers, 'dayMs'>): number {
  return dayMs + (PAPERS_MAX_AGE_DAYS + 1) * DAY_MS;
}

/** Of those that the log has, and those that were handed over. */
export function newestStanding(log: IntegrityLog | null, newPapers: KeptPapers | undefined): Standing | null {
  const handed = checked(() => readStandings(newPapers?.papers.standing ?? []));
  const all = [
    ...(log ? saidStandings(log).map(({ standing }) => standing) : []),
    ...(handed.ok ? handed.value.map(({ standing }) => standing) : []),
  ];
  return all.reduce<Standing | null>((best, one) => (best && !isLater(one, best) ? best : one), null);
}

/** Papers for the form that is shown: the digest of the other form goes along. */
export function papersFor({ papers }: KeptPapers, kept: KeptCredential, form: 'whole' | 'sd-jwt'): Papers {
  const other = digestsOf(kept)[form === 'whole' ? 1 : 0];
  return { ...(papers as Papers), ...(papers.issued ? { issued: { ...papers.issued, other } } : {}) };
}

function newlyHeld(
  { did }: TakingPapers,
  credential: z.infer<typeof Kept> | undefined,
): KeptCredential | null {
  if (!credential) return null;
  const { whole } = answered(checked(() => readKept(credential)));
  if (whole.credentialSubject.id !== did)
    throw new GhostStackError('refused', says('error.credentials.notAboutYou'));
  return { whole, jwt: credential.jwt, disclosures: credential.disclosures };
}

/** Both forms, by the standing that came; that must follow the one that is known here. */
function judged({ known, policy, nowMs }: TakingPapers, kept: KeptCredential, papers: Omit<Bundle, 'v'>) {
  const newest = answered(
    checked(() => {
      const handed = readStandings(papers.standing ?? []);
      for (const one of handed) requireAttested(one);
      const last = handed.at(-1)?.standing ?? null;
      const before = known(kept);
      if (last === null || before === null) return last;
      return takeStandings([before], handed, nowMs).find(({ hash }) => hash === last.hash) ?? null;
    }),
  );
  if (newest === null) throw new GhostStackError('refused', says('error.credentials.papersOfOthers'));
  const { nameOf, typeOf } = policy;
  const by: CheckPolicy = {
    ...(nameOf ? { nameOf } : {}),
    ...(typeOf ? { typeOf } : {}),
    ...{ nowMs, standings: [newest], keyBinding: false },
  };
  const presentation = sdJwt.joinSdJwt(kept.jwt, kept.disclosures);
  const forms = [
    bundleText({ v: 1, credential: { ...kept.whole }, ...papers }),
    bundleText({ v: 1, presentation, ...papersFor({ papers, dayMs: 0, isRevoked: false }, kept, 'sd-jwt') }),
  ];
  const refusals = forms.flatMap((form) => {
    const result = checkCredential(form, by);
    return result.ok ? [] : [result.error];
  });
  const other = refusals.find(({ code }) => code !== 'revoked');
  if (other) throw thrownFailure(failureOf(other));
  return { standing: newest, isRevoked: refusals.length > 0 };
}

function answer(handed: z.infer<typeof Handed>, { standing = [] }: Papers) {
  const newest = answered(checked(() => readStandings(standing))).at(-1);
  return { text: canonicalize(handed), untilMs: untilMs({ dayMs: (newest?.standing.day ?? 0) * DAY_MS }) };
}

function readAs<T>(
  form: z.ZodType<T>,
  text: string,
  else_: 'error.credentials.notAsk' | 'error.credentials.notPapers',
): T {
  try {
    return form.parse(parseStrictJson(text.trim(), { maxBytes: HANDED_MAX_BYTES }));
  } catch (thrown) {
    throw new GhostStackError('malformed', says(else_), { cause: thrown });
  }
}

function answered<T>(result: { ok: true; value: T } | { ok: false; error: Refusal }): T {
  if (result.ok) return result.value;
  throw thrownFailure(failureOf(result.error));
}
