import type { Peer } from '#shared/contract/domain/peer.ts';
import type { StringKey } from '#shared/words/translate.ts';
import type { IconName } from '../components/Icon.tsx';
import type { MarkShape } from '../components/StateMark.tsx';

export const GROUPS = ['actions', 'people', 'messages', 'proposals', 'receipts', 'pages', 'all'] as const;
export type Group = (typeof GROUPS)[number];

export const GROUP_TITLES: Readonly<Record<Group, StringKey>> = {
  actions: 'shell.palette.actions',
  people: 'shell.palette.people',
  messages: 'shell.palette.messages',
  proposals: 'shell.palette.proposals',
  receipts: 'chain.receipts',
  pages: 'shell.palette.pages',
  all: 'search.title',
};

export interface Entry {
  readonly id: string;
  readonly group: Group;
  readonly icon: IconName;
  readonly title: string;
  readonly note?: string;
  readonly peer?: Peer;
  readonly mark?: MarkShape;
  readonly run: () => void;
}

/** A sentence as a note: `offline, last seen 3 h ago`. */
export function inPassing(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}

export function action(id: string, icon: IconName, title: string, run: () => void): Entry {
  return { id, group: 'actions', icon, title, run };
}
