/** A single issuer that the verifier knows: its own log and its own list, and nobody who says more. */

import { hasBit } from '#shared/protocol/credentials/list-bits.ts';
import { dayOf } from '#shared/protocol/trust/endorsement-day.ts';
import { multikeyOfMethod } from '../form/issuer.ts';
import { CLOCK_SKEW_MS } from '../limits.ts';
import { refused } from '../refusal.ts';
import type { ReadStatusList } from '../status/status-list.ts';
import { notAnchored, revoked } from './anchoring.ts';
import { isFresh } from './freshness.ts';
import type { LogVersion } from './issuer-log.ts';
import type { StatusPapers } from './status-papers.ts';
import type { Voucher } from './voucher.ts';

export interface IssuerPapers {
  readonly did: string;
  /** Of the longest log that is known. */
  readonly versions: readonly LogVersion[];
  readonly status: StatusPapers;
  readonly name: string;
  readonly nowMs: number;
}

export function voucherByIssuer(papers: IssuerPapers): Voucher {
  const { versions, name, did } = papers;
  const current = versions.at(-1);
  return {
    vouchedBy: 'issuer',
    name,
    cell: null,
    leftAtMs: null,
    standing: null,
    keyOf(multikey) {
      const found = versions.find(({ key }) => key === multikey);
      return found ? { publicKey: found.publicKey, isCurrent: multikey === current?.key } : null;
    },
    requireAnchored(_, key) {
      // Nobody dates its issues: what an old key signed may have been signed today.
      if (!key.isCurrent) throw notAnchored(name, key);
    },
    requireStatus({ frame: { status } }) {
      if (status === null) return;
      const list = papers.status.list();
      if (list === null) throw refused('status-missing', 'error.credential.statusMissing', { issuer: name });
      const isTheirs =
        list.id === status.list &&
        list.issuer === did &&
        list.statusPurpose === 'revocation' &&
        current !== undefined &&
        multikeyOfMethod(list.method, did) === current.key &&
        list.isSignedBy(current.publicKey);
      if (!isTheirs) throw refused('status-invalid', 'error.credential.listOther', { issuer: name });
      if (hasBit(list.bits, status.index)) throw revoked(name, status.index);
      if (isOutOfDate(list, papers.nowMs)) {
        throw refused('status-stale', 'error.credential.listStale', {
          issuer: name,
          day: { atMs: list.validFromMs },
        });
      }
    },
  };
}

function isOutOfDate({ validFromMs, validUntilMs }: ReadStatusList, nowMs: number): boolean {
  return nowMs > validUntilMs + CLOCK_SKEW_MS || !isFresh(dayOf(validFromMs), nowMs);
}
