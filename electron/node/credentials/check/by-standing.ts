/** Outside of the cell, by a dated standing under q of its keys: an old DID log or list cannot pass for a new one. */

import type { IssuedPath } from '#shared/protocol/credentials/issued-tree.ts';
import { rootOfIssue } from '#shared/protocol/credentials/issued-tree.ts';
import { hasBit, hashOfBits } from '#shared/protocol/credentials/list-bits.ts';
import type { StandingMember } from '#shared/protocol/credentials/standing-body.ts';
import type { ReadCredential } from '../form/read-credential.ts';
import { refused } from '../refusal.ts';
import type { Standing } from '../standing/standing.ts';
import { standingTimeMs } from '../standing/standing.ts';
import { notAnchored, revoked } from './anchoring.ts';
import { isFresh } from './freshness.ts';
import type { LogVersion } from './issuer-log.ts';
import type { StatusPapers } from './status-papers.ts';
import type { Voucher } from './voucher.ts';

export interface StandingPapers {
  readonly standing: Standing;
  readonly member: StandingMember;
  /** Of the standings that came along, what they say of this issuer: papers may fit one that was replaced. */
  readonly older: readonly StandingMember[];
  readonly versions: readonly LogVersion[];
  readonly issued: IssuedPath | null;
  readonly status: StatusPapers;
  readonly name: string;
  readonly nowMs: number;
}

export function voucherByStanding(papers: StandingPapers): Voucher {
  const { standing, member, name } = papers;
  return {
    vouchedBy: 'standing',
    name,
    cell: null,
    leftAtMs: null,
    standing,
    keyOf(multikey) {
      const reached = papers.versions.findIndex(({ versionId }) => versionId === member.version);
      // What its log has beyond the version that the cell knows, the cell does not know.
      const found = papers.versions.slice(0, reached + 1).find(({ key }) => key === multikey);
      return found ? { publicKey: found.publicKey, isCurrent: multikey === member.key } : null;
    },
    requireAnchored(read, key) {
      const root = rootOf(read, papers.issued);
      if (root !== null && root === member.issued) return;
      if (root !== null && papers.older.some(({ issued }) => issued === root)) throw stale(papers);
      throw notAnchored(name, key);
    },
    requireStatus(read) {
      const { status } = read.frame;
      if (status === null) return;
      const bits = papers.status.bits();
      if (bits === null) throw refused('status-missing', 'error.credential.statusMissing', { issuer: name });
      const hash = hashOfBits(bits);
      const isNewest = hash === member.revoked;
      if (!isNewest && !papers.older.some((one) => one.revoked === hash)) {
        throw refused('status-invalid', 'error.credential.listHash', { issuer: name });
      }
      if (hasBit(bits, status.index)) throw revoked(name, status.index);
      if (!isNewest || !isFresh(standing.day, papers.nowMs)) throw stale(papers);
    },
  };
}

function rootOf(read: ReadCredential, issued: IssuedPath | null): string | null {
  const { form, digest, frame } = read;
  if (issued === null || frame.status === null) return null;
  return rootOfIssue({ form, digest, index: frame.status.index }, issued);
}

function stale({ standing, name }: StandingPapers) {
  return refused('status-stale', 'error.credential.standingStale', {
    issuer: name,
    cell: standing.name,
    day: { atMs: standingTimeMs(standing) },
  });
}
