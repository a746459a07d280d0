/** What a verifier does: asks, checks what it is handed, and remembers whose word it takes. */
import { GhostStackError, thrownFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import {
  type CheckedCredential,
  type CheckPolicy,
  checkCredential,
  checked,
  failureOf,
  isLater,
  type KnownIssuer,
  longestLog,
  makeRequest,
  nonceOf,
  type PresentationRequest,
  type Refusal,
  readHanded,
  readStandings,
  requireAttested,
  type Standing,
  sdJwt,
  standingWords,
  takeStandings,
} from '../credentials/index.ts';
import { parseStrictJson } from '../crypto/strict-json.ts';
import { didFromPublicKey, fingerprint } from '../identity/did-key.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import type { CredentialStore, StoredVoucher } from './credential-store.ts';

export interface VerifierDeskOptions {
  readonly store: CredentialStore;
  /** What the own cell knows, if there is one, and how people are called. */
  readonly policy: () => CheckPolicy;
  readonly clock: () => number;
}

const STANDING_FILE_MAX = 256 * 1024;

export class VerifierDesk {
  readonly #options: VerifierDeskOptions;

  constructor(options: VerifierDeskOptions) {
    this.#options = options;
  }

  /** @param aud this verifier's DID */
  request(aud: string, type: string, fields: readonly string[]): PresentationRequest {
    const nowMs = this.#options.clock();
    const request = makeRequest({ aud, type, fields, nowMs });
    this.#options.store.ask(request, nowMs);
    return request;
  }

  /** Never throws for what it was handed. */
  check(text: string): { ok: true; value: CheckedCredential } | { ok: false; error: Refusal } {
    const { store } = this.#options;
    this.#learn(text);
    const bundle = checked(() => readHanded(text));
    const nonce = bundle.ok ? checked(() => nonceOf(bundle.value)) : bundle;
    const asked = nonce.ok && nonce.value !== null ? store.asked(nonce.value) : null;
    const result = checkCredential(text, {
      ...this.#policy(),
      ...(asked ? { request: asked.request, isNonceUsed: () => asked.isUsed } : {}),
    });
    if (!result.ok) return result;
    if (result.value.nonce !== null) store.use(result.value.nonce);
    this.#remember(result.value, bundle.ok ? bundle.value.issuerLog : undefined);
    return result;
  }

  vouchers(): StoredVoucher[] {
    return this.#options.store.vouchers();
  }

  /** Of what was handed over; throws what it is refused for. */
  readStanding(text: string): { readonly standing: Standing; readonly words: readonly string[] } {
    const texts = textsIn(text);
    const standing = answered(
      checked(() => {
        const handed = readStandings(texts);
        for (const one of handed) requireAttested(one);
        return handed.at(-1)?.standing ?? null;
      }),
    );
    if (standing === null) throw new GhostStackError('malformed', says('error.credentials.notStanding'));
    return { standing, words: standingWords(standing) };
  }

  /** @param typed six words that a member of that cell read out, however they were typed */
  acceptStanding(text: string, typed: string): ReturnType<VerifierDesk['readStanding']> {
    const read = this.readStanding(text);
    const given = typed.toLowerCase().match(/\p{L}+/gu) ?? [];
    const { name, cell } = read.standing;
    if (given.join() !== read.words.join())
      throw new GhostStackError('conflict', says('error.credentials.otherWords', { name }));
    const { store, clock } = this.#options;
    // Of the same keys the later one is kept: the words do not tell them apart, and a revocation may lie between.
    const held = this.#policy().standings?.find((one) => one.cell === cell);
    const isOlder = held && isLater(held, read.standing) && standingWords(held).join() === read.words.join();
    const standing = isOlder ? held : read.standing;
    store.take({ kind: 'cell', id: cell, name, papers: JSON.stringify(standing), atMs: clock() });
    return { ...read, standing };
  }

  /** Who issued what was handed over, by its own word, with the fingerprint of its present key. */
  readIssuer(text: string): { readonly did: string; readonly fingerprint: string; readonly log: string } {
    const nowMs = this.#options.clock();
    return answered(
      checked(() => {
        const { credential, presentation, issuerLog = '' } = readHanded(text);
        const issuer =
          presentation === undefined ? credential?.issuer : sdJwt.readSdJwt(presentation).jws.payload.issuer;
        const did = typeof issuer === 'string' ? issuer : '';
        if (did.startsWith('did:key:')) return { did, fingerprint: fingerprint(did), log: '' };
        const known = this.vouchers().find(({ kind, id }) => kind === 'issuer' && id === did);
        const of = { did, name: did.slice(0, 24), nowMs };
        const newest = longestLog(known?.papers || null, issuerLog, of).at(-1);
        const key = didFromPublicKey(newest?.publicKey ?? new Uint8Array());
        return { did, fingerprint: fingerprint(key), log: issuerLog };
      }),
    );
  }

  acceptIssuer(text: string, typed: string): ReturnType<VerifierDesk['readIssuer']> {
    const read = this.readIssuer(text);
    const bare = (one: string): string => one.toLowerCase().replaceAll(/[^0-9a-f]/g, '');
    if (bare(typed) === '' || bare(typed) !== bare(read.fingerprint))
      throw new GhostStackError('conflict', says('error.credentials.otherFingerprint'));
    const { store, clock } = this.#options;
    const { did: id, log: papers } = read;
    store.take({ kind: 'issuer', id, name: id, papers, atMs: clock() });
    return read;
  }

  #policy(): CheckPolicy {
    const all = this.vouchers();
    const standings = all
      .filter(({ kind }) => kind === 'cell')
      .map(({ papers }) => JSON.parse(papers) as Standing);
    const issuers = all
      .filter(({ kind }) => kind === 'issuer')
      .map(({ id, papers }): KnownIssuer => ({ did: id, log: papers || null }));
    const own = this.#options.policy();
    const nameOf = (did: string) => own.nameOf?.(did) ?? nameByStanding(did, standings);
    return { nowMs: this.#options.clock(), ...own, nameOf, standings, issuers };
  }

  /** By the longest log of an issuer it is judged from now on. */
  #remember({ issuer, vouchedBy }: CheckedCredential, log: string | undefined): void {
    const { store } = this.#options;
    const single = this.vouchers().find(({ kind, id }) => kind === 'issuer' && id === issuer);
    if (vouchedBy === 'issuer' && single && log !== undefined) store.take({ ...single, papers: log });
  }

  /** The newest standing decides that came from a cell, also with papers that were refused for something else. */
  #learn(text: string): void {
    const { store, clock } = this.#options;
    const nowMs = clock();
    const accepted = this.#policy().standings ?? [];
    const handed = checked(() => readStandings(readHanded(text).standing ?? []));
    if (!handed.ok) return;
    for (const standing of takeStandings(accepted, handed.value, nowMs)) {
      const { cell: id, name, hash } = standing;
      if (accepted.some((one) => one.hash === hash)) continue;
      store.take({ kind: 'cell', id, name, papers: JSON.stringify(standing), atMs: nowMs });
    }
  }
}

/** A standing has no names: `QmTz4BLC (Maple Street)` tells whose member somebody is. */
function nameByStanding(did: string, standings: readonly Standing[]): string | null {
  const scid = scidOf(did);
  const of = standings.find(({ members }) => members.some((member) => member.scid === scid));
  return of && scid ? `${scid.slice(0, 8)} (${of.name})` : null;
}

/** Texts of a standing, as `credentials.standing` writes them, or of the papers of a credential. */
function textsIn(text: string): string[] {
  try {
    const { standing } = parseStrictJson(text.trim(), { maxBytes: STANDING_FILE_MAX }) as {
      standing?: unknown;
    };
    if (Array.isArray(standing) && standing.every((one) => typeof one === 'string')) return standing;
  } catch (thrown) {
    throw new GhostStackError('malformed', says('error.credentials.notStanding'), { cause: thrown });
  }
  throw new GhostStackError('malformed', says('error.credentials.notStanding'));
}

function answered<T>(result: { ok: true; value: T } | { ok: false; error: Refusal }): T {
  if (result.ok) return result.value;
  throw thrownFailure(failureOf(result.error));
}
