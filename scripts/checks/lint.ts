import type { Check } from './check-result.ts';
import { runTool } from './run-tool.ts';

export const lintCheck: Check = {
  name: 'lint and format',
  async run(root) {
    const args = ['check', '--error-on-warnings', '--diagnostic-level=warn', '--max-diagnostics=10', '.'];
    const { status, output } = await runTool('@biomejs/biome', 'biome', args, root);
    const files = /Checked (\d+) files/.exec(output)?.[1] ?? '0';
    return { ok: status === 0, summary: `${files} files`, report: status === 0 ? '' : output };
  },
};
