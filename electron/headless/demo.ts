import '#shared/words/sayings.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toFailure } from '#shared/contract/errors.ts';
import { brainDemo } from './demos/brain-demo.ts';
import { bridgeDemo } from './demos/bridge-demo.ts';
import {
  AGENT_PROCESS_COMMAND,
  DEMO_USAGE,
  type DemoArguments,
  type DemoNumber,
  parseDemoArguments,
} from './demos/demo-arguments.ts';
import type { DemoContext } from './demos/demo-context.ts';
import { governanceDemo } from './demos/governance-demo.ts';
import { messagingDemo } from './demos/messaging-demo.ts';
import { multiAgentDemo } from './demos/multi-agent-demo.ts';
import { surviveLostOutput } from './lost-output.ts';

surviveLostOutput(process);

const DEMOS: Readonly<Record<DemoNumber, (context: DemoContext) => Promise<void>>> = {
  1: messagingDemo,
  2: governanceDemo,
  3: brainDemo,
  4: bridgeDemo,
  5: multiAgentDemo,
};

async function run({ demo, seed, libp2p }: DemoArguments): Promise<void> {
  const scratchFolder = mkdtempSync(join(tmpdir(), 'ghoststack_demo_'));
  process.once('exit', () => rmSync(scratchFolder, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  await DEMOS[demo]({
    print: (line) => process.stdout.write(`${line}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
    seed,
    libp2p,
    stateFolder: tmpdir(),
    scratchFolder,
  });
}

async function main(argv: readonly string[]): Promise<void> {
  const parsed = parseDemoArguments(argv);
  if (typeof parsed === 'string') {
    process.stderr.write(`${parsed}\n\n${DEMO_USAGE}\n`);
    process.exitCode = 2;
    return;
  }
  try {
    await run(parsed);
  } catch (error) {
    process.stderr.write(`${toFailure(error).message}\n`);
    process.exitCode = 1;
  }
}

// A reader that has seen enough (| head) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const argv = process.argv.slice(2);
if (argv[0] === AGENT_PROCESS_COMMAND) {
  // libp2p is large: only the processes that use it load it.
  const { runAgentProcess } = await import('./demos/agent-process.ts');
  runAgentProcess();
} else {
  await main(argv);
}
