import { useMemo } from 'react';
import type { Cell, JoinRequest } from '#shared/contract/domain/cell.ts';
import type { RecoveryRequest } from '#shared/contract/domain/recovery.ts';
import { MEMBERS_MAX } from '#shared/protocol/limits.ts';
import { t } from '#shared/words/translate.ts';
import { useNode } from './context.tsx';
import { useWaitReason } from './work-state.ts';

/** Why nothing is signed where the cell knows this member by a key that is not here. */
export const KEY_ELSEWHERE = 'error.barred.keyChanged';

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

/** Machines of members that ask by a code of this node, and wait for this operator. */
export function openRecoveries(cell: Cell | null): RecoveryRequest[] {
  return (cell?.recoveryRequests ?? []).filter(({ answered, state }) => !answered && state === 'asking');
}

/** Names and places of members, by SCID. */
export function useMembersByScid(): ReadonlyMap<string, Cell['members'][number]> {
  const members = useNode((node) => node.cell?.members);
  return useMemo(() => new Map((members ?? []).map((member) => [member.scid, member])), [members]);
}
