// Builds what runs on Node: the library and the worker (out/node), and the command line (out/headless). Libraries are
// bundled, as in what is packaged: of them only what is used is loaded, in few files.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { buildProofPage } from './scripts/build/proof-page.ts';
import { sourceHash } from './scripts/build/source-hash.ts';

const root = import.meta.dirname;
/** Native; and what `ws` looks for and goes without. */
const EXTERNAL = ['better-sqlite3', 'bufferutil', 'utf-8-validate'];

export default defineConfig({
  ssr: { noExternal: true, external: EXTERNAL },
  // What was judged by other code is judged anew (electron/node/log/checkpoint).
  define: {
    GHOSTSTACK_SOURCES: JSON.stringify(sourceHash(root)),
    GHOSTSTACK_PROOF_PAGE: JSON.stringify(await buildProofPage(root)),
  },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'out',
    emptyOutDir: false,
    minify: false,
    rollupOptions: {
      external: EXTERNAL,
      input: {
        'node/index': resolve(root, 'electron/node/tutorial/index.ts'),
        'node/worker': resolve(root, 'electron/host/worker.ts'),
        'node/check-thread': resolve(root, 'electron/node/store/check-thread.ts'),
        'headless/cli': resolve(root, 'electron/headless/cli.ts'),
        'headless/demo': resolve(root, 'electron/headless/demo.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'node/chunks/[name]-[hash].js' },
    },
  },
});
