import { checkTree, formatViolation } from '../import-rules/check-tree.ts';
import type { Check } from './check-result.ts';

export const importCheck: Check = {
  name: 'imports',
  async run(root) {
    const { files, imports, violations } = checkTree(root);
    return {
      ok: violations.length === 0,
      summary:
        violations.length === 0
          ? `${imports} imports in ${files} files`
          : `${violations.length} of ${imports} imports break a rule (scripts/import-rules/rules.ts)`,
      report: violations.map(formatViolation).join('\n'),
    };
  },
};
