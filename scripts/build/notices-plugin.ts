import type { Plugin } from 'vite';
import { thirdPartyNotices } from '../package/third-party-notices.ts';

const FILE = '/renderer/features/settings/notices.ts';

/** Writes the licences of the libraries into the dashboard, in a part that is loaded when they are shown. */
export function noticesPlugin(projectFolder: string): Plugin {
  return {
    name: 'third-party-notices',
    enforce: 'pre',
    load: (id) =>
      id.replaceAll('\\', '/').endsWith(FILE)
        ? `export const NOTICES = ${JSON.stringify(thirdPartyNotices(projectFolder))};`
        : null,
  };
}
