// Checks that every file imports only what its part of the project may import: node scripts/check-imports.ts [--root FOLDER]
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkTree, formatViolation } from './import-rules/check-tree.ts';

const { values } = parseArgs({ options: { root: { type: 'string' } } });
const root = resolve(values.root ?? resolve(import.meta.dirname, '..'));
const { files, imports, violations } = checkTree(root);

for (const violation of violations) console.error(formatViolation(violation));
if (violations.length > 0) {
  console.error(
    `\n${violations.length} of ${imports} imports in ${files} files break a rule (scripts/import-rules/rules.ts).`,
  );
  process.exitCode = 1;
} else console.log(`${imports} imports in ${files} files keep the rules`);
