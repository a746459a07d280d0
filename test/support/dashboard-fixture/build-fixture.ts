/** Builds the page of the fixture: the real dashboard over a node that lives in the page. */
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type Plugin } from 'vite';
import { noticesPlugin } from '../../../scripts/build/notices-plugin.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** `folder` is emptied first. */
export async function buildFixture(folder: string, more: readonly Plugin[]): Promise<void> {
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    plugins: [react(), noticesPlugin(PROJECT), ...more],
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 2_000 },
  });
}
