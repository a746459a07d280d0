import type { IconName } from '../components/Icon.tsx';
import type { PageName } from '../state/routes.ts';

/** What stands for a page, wherever it is named. */
export const PAGE_ICONS: Readonly<Record<PageName, IconName>> = {
  overview: 'home',
  messages: 'message',
  sync: 'sync',
  governance: 'governance',
  chain: 'chain',
  reputation: 'reputation',
  tokens: 'tokens',
  identity: 'identity',
  agent: 'agent',
  settings: 'settings',
  undelivered: 'clock',
  search: 'search',
};
