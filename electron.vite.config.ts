import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { noticesPlugin } from './scripts/build/notices-plugin.ts';

const root = import.meta.dirname;

export default defineConfig({
  main: {
    // Bundled, as in what is packaged: of libraries only what is used is loaded.
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      rollupOptions: {
        external: ['better-sqlite3'],
        input: { index: resolve(root, 'electron/main/index.ts') },
      },
    },
  },
  preload: {
    // The sandbox gives a preload no module loader: everything it needs is bundled into one CommonJS file.
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(root, 'electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    plugins: [react(), noticesPlugin(root)],
    build: {
      outDir: resolve(root, 'out/renderer'),
      minify: true,
      // The dashboard is read from disk, not over a network.
      chunkSizeWarningLimit: 2000,
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: resolve(root, 'renderer/index.html') } },
    },
  },
});
