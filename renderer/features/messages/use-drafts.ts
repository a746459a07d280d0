import { useNode } from '../../state/context.tsx';
import { type Drafts, draftsIn, placeOfDrafts } from './drafts.ts';

const byMember = new Map<string, Drafts>();

export function useDrafts(): Drafts {
  const did = useNode((node) => node.me?.did ?? '');
  const known = byMember.get(did);
  if (known) return known;
  const drafts = draftsIn(placeOfDrafts(), did);
  byMember.set(did, drafts);
  return drafts;
}
