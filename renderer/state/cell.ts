import { useMemo } from 'react';
import type { Cell, JoinRequest } from '#shared/contract/domain/cell.ts';
import type { RecoveryRequest } from '#shared/contract/domain/recovery.ts';
import { MEMBERS_MAX } from '#shared/protocol/limits.ts';
import { isSaying } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { useDashboardState, useNode } from './context.tsx';
import { useWaitReason } from './work-state.ts';

/** Why nothing is signed where the cell knows this member by a key that is not here. */
export const KEY_ELSEWHERE = 'error.barred.keyChanged';

/** What saying it away does not help against, as nothing that is signed here would count. */
const NEEDS_WORDS: readonly string[] = [KEY_ELSEWHERE, 'error.barred.keyUnwritten'];
/** What the words end as well: another key that may be elsewhere, or a second copy that runs. */
const ENDED_BY_WORDS: readonly string[] = [
  ...NEEDS_WORDS,
  'error.barred.keyTold',
  'error.barred.keyToldBy',
  'error.twin.proved',
];

type Barred = NonNullable<Cell['signingBarred']>;

interface Ends {
  readonly words: boolean;
  /** As well as the words, the device's next key: where nothing is wrong but that a second copy runs. */
  readonly device: boolean;
  readonly resume: boolean;
}

/** What ends it: to come back by the recovery words, to say that this home signs again, either, or time alone. */
export function endsOf(barred: Barred): Ends {
  const keys = keysIn(barred);
  return {
    words: keys.some((key) => ENDED_BY_WORDS.includes(key)),
    device: keys.length === 1 && keys[0] === 'error.twin.proved',
    resume: !keys.some((key) => NEEDS_WORDS.includes(key)),
  };
}

/** Names of the members that refuse this home as one that comes under a former key. They may be wrong, or lie. */
export function useToldOfKey(): string[] {
  const peers = useDashboardState((state) => state.snapshot?.peers);
  return (peers ?? []).flatMap(({ name, link }) =>
    link?.state === 'refused' && link.reason.key === 'error.link.ourKeyChanged' ? [name] : [],
  );
}

/** Of a saying, and of those inside of it. */
function keysIn({ key, params }: Barred): string[] {
  return [key, ...Object.values(params).flatMap((param) => (isSaying(param) ? keysIn(param) : []))];
}

/** The cell that this node is a member of, or null. */
export function useCell(): Cell | null {
  return useNode((node) => node.cell);
}

/** A cell that is kept to read, without this node among its members: it was removed, or left. */
export function isFormer(cell: Cell | null): boolean {
  return cell !== null && !cell.members.some(({ me }) => me);
}

export function useFormer(): boolean {
  return isFormer(useCell());
}

/** My place in the order of joining: fixes my colour. A former member has none, and the colour of nobody else. */
export function useMyOrder(): number {
  return useNode(({ cell }) => (cell ? (cell.members.find(({ me }) => me)?.order ?? MEMBERS_MAX - 1) : 0));
}

/** Why nothing can be signed now, in words for beside a disabled control; null when it can. */
export function useSignWait(): string | null {
  const barred = useNode((node) => node.cell?.signingBarred ?? null);
  const former = useFormer();
  const wait = useWaitReason();
  if (wait) return wait;
  if (former) return t('cell.former.wait');
  if (barred === null) return null;
  return t(barred.key === KEY_ELSEWHERE ? 'recovery.oldKey.wait' : 'cell.barred.wait');
}

/** Why no removal can be proposed now; null when one can. */
export function useRemovalWait(): string | null {
  const alone = (useCell()?.members.length ?? 1) < 2;
  const wait = useSignWait();
  return wait ?? (alone ? t('governance.removal.alone') : null);
}

/** Requests that wait for this operator. */
export function openRequests(cell: Cell | null): JoinRequest[] {
  return (cell?.joinRequests ?? []).filter(
    (request) => !request.answered && (request.state === 'asking' || request.state === 'voting'),
  );
}

/** Machines of members that ask by a code of this node, and wait for this operator; of one that saw other words it reads. */
export function openRecoveries(cell: Cell | null): RecoveryRequest[] {
  return (cell?.recoveryRequests ?? []).filter(
    ({ answered, state }) => state === 'differ' || (!answered && state === 'asking'),
  );
}

/** Names and places of members, by SCID. */
export function useMembersByScid(): ReadonlyMap<string, Cell['members'][number]> {
  const members = useNode((node) => node.cell?.members);
  return useMemo(() => new Map((members ?? []).map((member) => [member.scid, member])), [members]);
}
