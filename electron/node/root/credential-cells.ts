import type { Credentials } from '#shared/contract/domain/credential.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';
import type { CellFacts, CheckPolicy, WholeCredential } from '../credentials/index.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import type { StoredCredential } from '../issuing/credential-store.ts';
import type { ViewFacts } from '../issuing/credential-view.ts';
import { factsOfAll, logOfCredential } from '../issuing/facts-of-all.ts';
import { outsideUntilMs } from '../issuing/outside-until.ts';
import { typeOfAll, typesOfCell } from '../issuing/types-of-cell.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';

export interface CredentialCellsOptions {
  /** The cell that the node lives in, or null. */
  readonly cell: () => CellNode | null;
  /** Those that it left for another, and keeps. */
  readonly kept: () => readonly CellNode[];
  readonly clock: () => number;
  readonly nameOf: (did: string) => string | null;
}

/** What the cells of a home know of credentials. */
export class CredentialCells {
  readonly #options: CredentialCellsOptions;

  constructor(options: CredentialCellsOptions) {
    this.#options = options;
  }

  /** The log of the cell that it lives in first. */
  logs(): IntegrityLog[] {
    return this.#all().map(({ log }) => log);
  }

  /** The log of the cell in which it was issued, where that is here. */
  logOf(whole: WholeCredential): IntegrityLog | null {
    return logOfCredential(this.logs(), whole);
  }

  policy(): CheckPolicy {
    const { nameOf } = this.#options;
    const logs = this.logs();
    const cell = factsOfAll(logs);
    return cell ? { nameOf, cell, typeOf: typeOfAll(logs) } : { nameOf };
  }

  /** What can be issued: of the cell that it lives in alone. */
  types(): Credentials['types'] {
    const cell = this.#options.cell();
    if (!cell) return [];
    const nameOf = (scid: string) => cell.epoch()?.logs.get(scid)?.alias ?? scid.slice(0, 8);
    return typesOfCell(cell.log).map(({ type, by }) => ({ ...type, by: by && nameOf(by) }));
  }

  viewFacts(): ViewFacts {
    const { clock, nameOf } = this.#options;
    const logs = this.logs();
    const typeOf = typeOfAll(logs);
    const until = new Map(logs.map((log) => [log, outsideUntilMs(log)]));
    const facts = factsOfAll(logs);
    return {
      cell: facts,
      nowMs: clock(),
      nameOf,
      titleOf: (typeId) => typeOf(typeId)?.title ?? null,
      outsideUntilMs: (stored) => {
        const log = logOfCredential(logs, stored.whole);
        return (log && until.get(log)?.(stored)) ?? null;
      },
      needsPapers: ({ role, whole }) => role === 'held' && this.#isStrangerTo(whole, facts),
    };
  }

  /** Only in the cell in which it was issued can something be revoked: throws `conflict` where that is a kept one. */
  requireLive({ whole }: StoredCredential): void {
    const log = this.logOf(whole);
    const other = this.#options.kept().find((kept) => kept.log === log);
    if (!other) return;
    const cell = other.epoch()?.name ?? other.id.slice(0, 8);
    throw new GhostStackError('conflict', says('error.credentials.issuedElsewhere', { cell }));
  }

  /** Whether this operator is no member of the cell in which it was issued. */
  #isStrangerTo(whole: WholeCredential, facts: CellFacts | null): boolean {
    const issuer = scidOf(whole.issuer);
    if (issuer === null) return false;
    const log = this.logOf(whole);
    const of = this.#all().find((one) => one.log === log);
    return of ? of.formerReason() !== null : (facts?.issuer(issuer) ?? null) === null;
  }

  #all(): CellNode[] {
    const { cell, kept } = this.#options;
    return [cell() ?? [], kept()].flat();
  }
}
