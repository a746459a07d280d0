/** Inside of the cell: the log says who issued what, and what was revoked. */
import { decodeMultikey } from '../../crypto/multikey.ts';
import { refused } from '../refusal.ts';
import { listUrn } from '../status/status-list.ts';
import { notAnchored, revoked } from './anchoring.ts';
import type { CellIssuer } from './policy.ts';
import type { Voucher } from './voucher.ts';

export function voucherByCell(issuer: CellIssuer): Voucher {
  const { name, keys, leftAtMs } = issuer;
  return {
    vouchedBy: 'cell',
    name,
    cell: issuer.cell ?? null,
    leftAtMs,
    standing: null,
    keyOf(multikey) {
      if (!keys.includes(multikey)) return null;
      return { publicKey: decodeMultikey(multikey).publicKey, isCurrent: keys.at(-1) === multikey };
    },
    requireAnchored({ form, frame, digest }, key) {
      const issues = frame.status === null ? [] : issuer.issuesAt(frame.status.index);
      const place = form === 'whole' ? 0 : 1;
      if (!issues.some(({ digests }) => digests[place] === digest)) throw notAnchored(name, key);
    },
    requireStatus({ frame: { status } }) {
      if (status === null) return;
      if (issuer.list !== null && status.list !== listUrn(issuer.list)) {
        throw refused('status-invalid', 'error.credential.listOther', { issuer: name });
      }
      if (issuer.isRevoked(status.index)) throw revoked(name, status.index);
    },
  };
}
