import { useMemo } from 'react';
import type { Cell, JoinRequest } from '#shared/domain/cell.ts';
import { t } from '#shared/i18n/translate.ts';
import { useNode } from './context.tsx';
import { useWaitReason } from './work-state.ts';

export const MEMBERS_MAX = 7;
/** Below this, a cell works and is marked as small. */
export const MEMBERS_MIN = 3;

/** The cell that this node is a member of, or null. */
export function useCell(): Cell | null {
  return useNode((node) => node.cell);
}

/** My place in the order of joining: fixes my colour. */
export function useMyOrder(): number {
  return useNode((node) => node.cell?.members.find((member) => member.me)?.order ?? 0);
}

/** Why nothing can be signed now, in words for beside a disabled control; null when it can. */
export function useSignWait(): string | null {
  const barred = useNode((node) => node.cell?.signingBarred ?? null);
  const wait = useWaitReason();
  return wait ?? (barred === null ? null : t('cell.barred.wait'));
}

/** Requests that wait for this operator. */
export function openRequests(cell: Cell | null): JoinRequest[] {
  return (cell?.joinRequests ?? []).filter(
    (request) => !request.answered && (request.state === 'asking' || request.state === 'voting'),
  );
}

/** Names and places of members, by SCID. */
export function useMembersByScid(): ReadonlyMap<string, Cell['members'][number]> {
  const members = useNode((node) => node.cell?.members);
  return useMemo(() => new Map((members ?? []).map((member) => [member.scid, member])), [members]);
}
