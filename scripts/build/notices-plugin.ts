import type { Plugin } from 'vite';
import { thirdPartyNotices } from '../package/third-party-notices.ts';

const NAME = 'virtual:third-party-notices';

/** Gives the dashboard the licences of the libraries as a module of their own, which it loads when they are shown. */
export function noticesPlugin(projectFolder: string): Plugin {
  return {
    name: 'third-party-notices',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) =>
      id === `\0${NAME}` ? `export default ${JSON.stringify(thirdPartyNotices(projectFolder))}` : null,
  };
}
