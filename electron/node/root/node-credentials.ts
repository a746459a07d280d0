import type {
  CheckView,
  ClaimValues,
  Credentials,
  IssuerView,
  MadeRequest,
  RequestView,
  StandingPapers,
  StandingView,
  VoucherView,
} from '#shared/contract/domain/credential.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import type { TypeDefinition } from '#shared/protocol/credentials/type-definition.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';
import { computerAlarm } from '../cell/own-feed/alarm.ts';
import { requestLink } from '../credentials/index.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import { CredentialStore, type KeptCredential, type StoredCredential } from '../issuing/credential-store.ts';
import {
  checkView,
  credentialView,
  requestView,
  standingView,
  voucherView,
} from '../issuing/credential-view.ts';
import {
  defineType,
  type IssuingDeskOptions,
  issueCredential,
  listDueAtMs,
  publishList,
  revokeCredential,
  typeNamed,
} from '../issuing/issuing-desk.ts';
import {
  askForPapers,
  newestStanding,
  papersAsked,
  papersWithCredential,
  takePapers,
} from '../issuing/new-papers.ts';
import { chainOf, saidStandings, textsOf } from '../issuing/said-standings.ts';
import { keyIf, openRequest, requestOf, showCredential } from '../issuing/show-credential.ts';
import { subjectKey } from '../issuing/subject-key.ts';
import { takeBrought } from '../issuing/take-brought.ts';
import { VerifierDesk } from '../issuing/verifier-desk.ts';
import type { Store } from '../store/store.ts';
import { CredentialCells, type CredentialCellsOptions } from './credential-cells.ts';
import { ListKeeper } from './list-keeper.ts';
import type { Operator } from './operator.ts';

export interface NodeCredentialsOptions extends CredentialCellsOptions {
  readonly store: Store;
  /** The cell that the node lives in, to act by: throws for who is no member. */
  readonly member: () => CellNode;
  /** Whose home it is; throws `key-locked`. */
  readonly signer: () => Operator & { readonly key: SigningKey };
  readonly me: () => string | null;
  /** Sends a credential to its holder; false where that is nobody who can be written to. */
  readonly requireSession: () => void;
  readonly send: (to: string, title: string, credential: KeptCredential) => boolean;
  readonly changed: () => void;
  /** What fails in it is reported, and keeps nothing else from being done. */
  readonly guarded: (run: () => void) => void;
  readonly readOnly: boolean;
}

/** What an operator does about credentials. */
export class NodeCredentials {
  readonly #options: NodeCredentialsOptions;
  readonly #store: CredentialStore;
  readonly #cells: CredentialCells;
  readonly #verifier: VerifierDesk;
  readonly #list: ListKeeper;
  #looked = 0;

  constructor(options: NodeCredentialsOptions) {
    this.#options = options;
    this.#store = new CredentialStore(options.store);
    this.#cells = new CredentialCells(options);
    this.#verifier = new VerifierDesk({
      store: this.#store,
      policy: () => this.#cells.policy(),
      clock: options.clock,
    });
    this.#list = new ListKeeper({
      dueAtMs: () => {
        const cell = this.#issuer();
        return cell && listDueAtMs(this.#desk(cell), this.#store.list('issued'));
      },
      publish: () => publishList(this.#desk(this.#options.member())),
      clock: options.clock,
      alarm: (afterMs, ring) => computerAlarm(afterMs, () => options.guarded(ring)),
    });
  }

  view(): Credentials {
    const facts = this.#cells.viewFacts();
    const shown = (stored: StoredCredential) => credentialView(stored, facts);
    return {
      types: this.#cells.types(),
      held: this.#store.list('held').map(shown),
      issued: this.#store.list('issued').map(shown),
      vouchers: this.#verifier.vouchers().map(voucherView),
    };
  }

  /** Takes what messages brought since it looked last. */
  look(): void {
    this.#options.guarded(() => this.#look());
  }

  /** Publishes the own list again, now or once that is due. */
  follow(): void {
    this.look();
    this.#options.guarded(() => this.#list.look());
  }

  #look(): void {
    const did = this.#options.me();
    if (did === null || this.#options.readOnly) return;
    const options = { store: this.#store, did, policy: this.#cells.policy(), nowMs: this.#options.clock() };
    const { last, taken } = takeBrought(options, this.#looked);
    this.#looked = last;
    if (taken > 0) this.#options.changed();
  }

  /** Null for who cannot sign in the cell. */
  #issuer(): CellNode | null {
    const cell = this.#options.cell();
    return cell?.author && cell.signingBarred() === null && cell.epoch() !== null ? cell : null;
  }

  stop(): void {
    this.#list.stop();
  }

  define(type: TypeDefinition): { readonly id: string } {
    const id = defineType({ log: this.#options.member().log }, { ...type });
    this.#options.changed();
    return { id };
  }

  issue(wish: { to: string; typeId: string; claims: ClaimValues; days?: number | undefined }): {
    readonly id: string;
    readonly sent: boolean;
  } {
    this.#options.requireSession();
    const cell = this.#options.member();
    const desk = this.#desk(cell);
    const type = typeNamed(cell.log, wish.typeId);
    const subject = { did: wish.to, publicKey: subjectKey(cell.epoch(), wish.to) };
    const days = wish.days === undefined ? {} : { days: wish.days };
    const { id, ...kept } = issueCredential(desk, { type, subject, claims: wish.claims, ...days });
    const sent = this.#deliver(wish.to, type.title, kept);
    this.#options.changed();
    return { id, sent };
  }

  issueAgain(id: string): { readonly id: string } {
    const { whole } = this.#issuedHere(id);
    const { id: to, ...claims } = whole.credentialSubject;
    const typeId = whole.credentialSchema.id.replace('urn:ghoststack:type:', '');
    const leftDays = Math.ceil((Date.parse(whole.validUntil) - this.#options.clock()) / DAY_MS);
    const next = this.issue({ to, typeId, claims: claims as ClaimValues, days: Math.max(1, leftDays) });
    this.revoke(id);
    return { id: next.id };
  }

  revoke(id: string): null {
    const cell = this.#options.member();
    revokeCredential(this.#desk(cell), this.#issuedHere(id));
    this.#options.changed();
    return null;
  }

  request(typeId: string, fields: readonly string[]): MadeRequest {
    const request = this.#verifier.request(this.#options.signer().identity.did, typeId, fields);
    return { link: requestLink(request), nonce: request.nonce, expiresMs: request.expires };
  }

  readRequest(text: string): RequestView {
    return requestView(requestOf(text), this.#store.list('held'), this.#cells.viewFacts());
  }

  show(wish: {
    id: string;
    request: string | null;
    claims: readonly string[];
    tellsId: boolean;
    tellsSubject: boolean;
  }): { readonly text: string } {
    const kept = this.#store.get('held', wish.id) ?? this.#store.get('issued', wish.id);
    if (!kept) throw new GhostStackError('not-found', says('error.credentials.notHeld'));
    const { key, ring } = this.#options.signer();
    const nowMs = this.#options.clock();
    const request = wish.request === null ? null : openRequest(wish.request, nowMs);
    const keyOf = (multikey: string): SigningKey | null => ring?.get(multikey) ?? keyIf(key, multikey);
    const log = this.#cells.logOf(kept.whole);
    return { text: showCredential({ log, keyOf, nowMs }, kept, { ...wish, request }) };
  }

  check(text: string): CheckView {
    const view = checkView(this.#verifier.check(text), this.#options.nameOf);
    this.#options.changed();
    return view;
  }

  askPapers(id: string): { readonly text: string } {
    return { text: askForPapers(this.#held(id)) };
  }

  papers(ask: string): { readonly text: string; readonly untilMs: number } {
    this.#options.member();
    return papersAsked(this.#cells.logs(), ask);
  }

  handOver(id: string): { readonly text: string; readonly untilMs: number } {
    const { log } = this.#options.member();
    return papersWithCredential(log, this.#issuedHere(id));
  }

  takePapers(text: string): { readonly id: string; readonly untilMs: number } {
    const { me, clock } = this.#options;
    const known = (kept: KeptCredential & Pick<StoredCredential, 'newPapers'>) => {
      const log = this.#cells.logOf(kept.whole);
      return newestStanding(log, kept.newPapers);
    };
    const policy = this.#cells.policy();
    const taking = { store: this.#store, did: me() ?? '', known, policy, nowMs: clock() };
    const taken = takePapers(taking, text);
    this.#options.changed();
    return taken;
  }

  standing(): StandingPapers {
    const { log } = this.#options.member();
    const chain = chainOf(saidStandings(log));
    if (chain.length === 0) throw new GhostStackError('not-found', says('error.credentials.nothingSaid'));
    const text = canonicalize({ v: 1, standing: textsOf(log, chain) });
    return { ...standingView(this.#verifier.readStanding(text)), text };
  }

  readStanding(text: string): StandingView {
    return standingView(this.#verifier.readStanding(text));
  }

  acceptStanding(text: string, words: string): StandingView {
    const view = standingView(this.#verifier.acceptStanding(text, words));
    this.#options.changed();
    return view;
  }

  readIssuer(text: string): IssuerView {
    const { did, fingerprint } = this.#verifier.readIssuer(text);
    return { did, fingerprint };
  }

  acceptIssuer(text: string, typed: string): IssuerView {
    const { did, fingerprint } = this.#verifier.acceptIssuer(text, typed);
    this.#options.changed();
    return { did, fingerprint };
  }

  forgetVoucher(kind: VoucherView['kind'], id: string): null {
    this.#store.forgetVoucher(kind, id);
    this.#options.changed();
    return null;
  }

  #desk(cell: CellNode): IssuingDeskOptions {
    const { identity, key } = this.#options.signer();
    const nowMs = this.#options.clock();
    return { log: cell.log, store: this.#store, scid: identity.scid, did: identity.did, key, nowMs };
  }

  /** The holder's own node takes it from the message; what somebody issues to itself is here already. */
  #deliver(to: string, title: string, kept: KeptCredential): boolean {
    if (to !== this.#options.me()) return this.#options.send(to, title, kept);
    this.#store.keep('held', kept, this.#options.clock());
    return true;
  }

  #held(id: string): StoredCredential {
    const stored = this.#store.get('held', id);
    if (!stored) throw new GhostStackError('not-found', says('error.credentials.notHeld'));
    return stored;
  }

  /** Only in the cell in which it was issued can it be revoked. */
  #issuedHere(id: string): StoredCredential {
    const stored = this.#store.get('issued', id);
    if (!stored) throw new GhostStackError('not-found', says('error.credentials.notIssued'));
    this.#cells.requireLive(stored);
    return stored;
  }
}
