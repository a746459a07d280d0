import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** What a page that proves a decision is made of, beside the proof. */
export interface ProofPageParts {
  readonly script: string;
  readonly style: string;
}

/** Bundles the page's script, small: with a schema reader of its own, and without the table of names. */
export async function buildProofPage(root: string): Promise<ProofPageParts> {
  const { build } = await import('vite');
  const page = resolve(root, 'renderer/proof-page');
  const built = await build({
    root: page,
    configFile: false,
    logLevel: 'warn',
    resolve: {
      alias: [
        { find: 'zod', replacement: resolve(page, 'schema.ts') },
        // Which names are one the members judged who let somebody in: the table is as long as all the rest.
        { find: /.*\/names\/name-skeleton\.ts$/, replacement: resolve(page, 'name-skeleton.ts') },
        { find: /.*\/names\/name-rule\.ts$/, replacement: resolve(page, 'name-rule.ts') },
        // No proof is made in a cell that branched off.
        { find: /.*\/fork-body\.ts$/, replacement: resolve(page, 'fork-body.ts') },
        { find: /.*\/entered\.ts$/, replacement: resolve(page, 'entered.ts') },
      ],
    },
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      lib: { entry: resolve(page, 'index.ts'), formats: ['iife'], name: 'ghoststackProof' },
      rollupOptions: { output: { exports: 'none' } },
    },
  });
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  const chunk = outputs.find((one) => one.type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error('the page of a proof was not built');
  const style = readFileSync(resolve(page, 'proof-page.css'), 'utf8');
  // Nothing in it may end the element that it stands in.
  return { script: chunk.code.trim().replaceAll('</script', '<\\/script'), style: squeezed(style) };
}

function squeezed(css: string): string {
  return css.replace(/\s*([{}:;,])\s*/g, '$1').trim();
}
