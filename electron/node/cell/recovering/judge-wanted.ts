import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { encodeMultikey } from '../../crypto/multikey.ts';
import { CLOCK_TOLERANCE_MS } from '../../identity/did-webvh/index.ts';
import { multihash } from '../../identity/did-webvh/multihash.ts';
import { extendMemberLog, type MemberLog, newestVersion } from '../../identity/member-log/index.ts';
import type { RecoveringAsker, WantedVersions } from './recovery-store.ts';

export interface Wish {
  /** As the cell's present epoch holds it. */
  readonly current: MemberLog;
  readonly asker: Pick<RecoveringAsker, 'by' | 'key'>;
  readonly wanted: WantedVersions;
  readonly nowMs: number;
}

/**
 * Whether new versions of a member's log may be proposed: they follow from the log that is here by the rules, are by the
 * key that was proved, and lead to the key of the machine that asks. `again` where they were made from an older log.
 * Throws GhostStackError, `refused`.
 */
export function judgeWanted({ current, asker, wanted, nowMs }: Wish): 'holds' | 'again' {
  if (isOutgrown(wanted, current.versions.length)) return 'again';
  const longer = extendMemberLog(current, wanted.versions);
  if (!longer.ok) throw refused(says('error.recovery.versionsRefused', { reason: longer.error.says ?? '' }));
  const { versions } = longer.value;
  const first = versions[current.versions.length];
  const isWhole = wanted.versions.length === (asker.by === 'words' ? 2 : 1);
  // `lost` says that the feed has no machine any more: only the words may.
  const mayBeLost = !wanted.lost || asker.by === 'words';
  if (first?.by !== asker.by || !isWhole || !mayBeLost)
    throw refused(says('error.recovery.requestNotUnderstood'));
  const newest = newestVersion(longer.value);
  if (newest.key !== encodeMultikey('ed25519', asker.key)) throw refused(says('error.recovery.keyOfAnother'));
  if (newest.versionTimeMs > nowMs + CLOCK_TOLERANCE_MS) throw refused(says('error.recovery.clockAhead'));
  return 'holds';
}

/** Whether versions follow from a shorter log than one of so many versions. */
export function isOutgrown({ versions: [first] }: WantedVersions, count: number): boolean {
  return numberOf(first) <= count;
}

/** Whether a log commits no more to the key by which versions were made. */
export function isSpent({ versions: [first] }: WantedVersions, log: MemberLog): boolean {
  const { parameters } = { ...first } as {
    readonly parameters?: { readonly updateKeys?: readonly unknown[] };
  };
  const [key] = parameters?.updateKeys ?? [];
  const { device, words } = newestVersion(log);
  return typeof key !== 'string' || ![device, words].includes(multihash(key));
}

/** Whether a log, as an epoch holds it, has them already. */
export function isHeld(
  { versions }: WantedVersions,
  didLog: readonly Readonly<Record<string, unknown>>[],
): boolean {
  const last = versions.at(-1)?.versionId;
  return last !== undefined && didLog.some(({ versionId }) => versionId === last);
}

/** 1 for the first; NaN for what is no version. */
function numberOf(version: Readonly<Record<string, unknown>> | undefined): number {
  const [number = ''] = String(version?.versionId ?? '').split('-', 1);
  return /^[1-9]\d{0,3}$/.test(number) ? Number(number) : Number.NaN;
}

function refused(what: ReturnType<typeof says>): GhostStackError {
  return new GhostStackError('refused', what);
}
