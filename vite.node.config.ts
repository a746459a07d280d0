// Builds what runs on Node: the library and the worker (out/node), and the command line (out/headless).
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

export default defineConfig({
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'out',
    emptyOutDir: false,
    minify: false,
    rollupOptions: {
      input: {
        'node/index': resolve(root, 'electron/node/tutorial/index.ts'),
        'node/worker': resolve(root, 'electron/host/worker.ts'),
        'headless/cli': resolve(root, 'electron/headless/cli.ts'),
        'headless/demo': resolve(root, 'electron/headless/demo.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'node/chunks/[name]-[hash].js' },
    },
  },
});
