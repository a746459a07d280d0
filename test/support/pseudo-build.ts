import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type Plugin } from 'vite';
import { noticesPlugin } from '../../scripts/build/notices-plugin.ts';
import { pseudoMessage } from './pseudo-message.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

/** Puts the pseudo-language in the place of English, wherever a page is built. */
export function pseudoLanguage(): Plugin {
  return {
    name: 'pseudo-language',
    enforce: 'pre',
    transform(text, id) {
      if (!/\/resources\/locales\/en\/.*\.json$/.test(id.replaceAll('\\', '/'))) return null;
      const strings = Object.entries(JSON.parse(text) as Record<string, string>);
      return JSON.stringify(Object.fromEntries(strings.map(([key, said]) => [key, pseudoMessage(said)])));
    },
  };
}

/** The product's page, built into `folder`, in a language that nobody speaks. */
export async function buildPseudoPage(folder: string): Promise<void> {
  await build({
    root: resolve(PROJECT, 'renderer'),
    configFile: false,
    logLevel: 'error',
    plugins: [react(), noticesPlugin(PROJECT), pseudoLanguage()],
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 2_000 },
  });
}
