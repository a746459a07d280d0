/** Who vouches for the issuer of a credential, by what the verifier knows and by the papers that came along. */

import { didOfScid, scidOf } from '../../identity/did-webvh/index.ts';
import { isDidKey } from '../form/issuer.ts';
import type { Bundle } from '../presenting/bundle.ts';
import { refused } from '../refusal.ts';
import { shortDid } from '../short-did.ts';
import type { AttestedStanding, Standing } from '../standing/standing.ts';
import { voucherByCell } from './by-cell.ts';
import { voucherByIssuer } from './by-issuer.ts';
import { voucherByKey } from './by-key.ts';
import { voucherByStanding } from './by-standing.ts';
import { longestLog, noLog, readIssuerLog } from './issuer-log.ts';
import type { CheckPolicy, KnownIssuer } from './policy.ts';
import type { StatusPapers } from './status-papers.ts';
import type { Voucher } from './voucher.ts';

export interface VoucherQuestion {
  readonly did: string;
  /** The URN of the list that it names. */
  readonly list: string | undefined;
  readonly bundle: Bundle;
  readonly status: StatusPapers;
  readonly policy: CheckPolicy;
  /** That are accepted once those that came were taken, and those that came. */
  readonly accepted: readonly Standing[];
  readonly handed: readonly AttestedStanding[];
  readonly nowMs: number;
}

/** Throws `issuer-unknown`, `issuer-log` or `key-unknown`. */
export function findVoucher(question: VoucherQuestion): Voucher {
  const { did, policy } = question;
  const name = policy.nameOf?.(did) ?? shortDid(did);
  if (isDidKey(did)) {
    if (policy.issuers !== 'anyone' && knownIssuer(question) === undefined) throw unknown(name);
    return voucherByKey(did, name);
  }
  const scid = scidOf(did);
  // A cell knows its members by the SCID: the same one on another host is no member's DID.
  if (scid === null || didOfScid(scid) !== did) return byIssuer(question, name);
  const inCell = policy.cell?.issuer(scid, question.list) ?? null;
  if (inCell !== null) return voucherByCell(inCell);
  return byStanding(question, scid, name) ?? byIssuer(question, name);
}

function byStanding(question: VoucherQuestion, scid: string, name: string): Voucher | null {
  const { accepted, handed, bundle, status, nowMs, did } = question;
  const of = ({ members }: Standing) => members.find((member) => member.scid === scid);
  const standing = accepted.find((one) => of(one) !== undefined);
  const member = standing && of(standing);
  if (!standing || !member) return null;
  const older = handed.flatMap((one) => {
    const said = one.standing.cell === standing.cell ? of(one.standing) : undefined;
    return said && one.standing.hash !== standing.hash ? [said] : [];
  });
  if (bundle.issuerLog === undefined) throw noLog(name);
  const versions = readIssuerLog(bundle.issuerLog, { did, name, nowMs });
  return voucherByStanding({
    standing,
    member,
    older,
    versions,
    issued: bundle.issued ?? null,
    status,
    name,
    nowMs,
  });
}

function byIssuer(question: VoucherQuestion, name: string): Voucher {
  const { did, bundle, status, nowMs } = question;
  const known = knownIssuer(question);
  if (known === undefined) throw unknown(name);
  const versions = longestLog(known.log, bundle.issuerLog, { did, name, nowMs });
  return voucherByIssuer({ did, versions, status, name, nowMs });
}

function knownIssuer({ did, policy: { issuers } }: VoucherQuestion): KnownIssuer | undefined {
  return Array.isArray(issuers) ? issuers.find((one: KnownIssuer) => one.did === did) : undefined;
}

function unknown(issuer: string) {
  return refused('issuer-unknown', 'error.credential.issuerUnknown', { issuer });
}
