import type { Check } from './check-result.ts';
import { runTool } from './run-tool.ts';

/** One check per TypeScript project: each process has its own globals. Scripts are among the tests: both run on Node 24. */
export const typeChecks: Check[] = ['node', 'electron', 'renderer', 'test'].map((part) => ({
  name: `types (${part})`,
  async run(root) {
    const { status, output } = await runTool(
      'typescript',
      'tsc',
      ['-p', `tsconfig.${part}.json`, '--pretty', 'false'],
      root,
    );
    const errors = [...output.matchAll(/error TS\d+/g)].length;
    return {
      ok: status === 0,
      summary: status === 0 ? `tsconfig.${part}.json` : `${errors} errors`,
      report: output,
    };
  },
}));
