import { statSync } from 'node:fs';
import type { LogReport } from '#shared/contract/domain/receipt.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { t } from '#shared/words/translate.ts';
import type { Decided } from '../../node/cell/deciding/decided.ts';
import { type FileReport, reportOf } from '../../node/cell/reading/log-report.ts';
import { LOG_FILE_MAX_BYTES } from '../../node/log/log-file.ts';
import { linesOfFile } from '../../node/log/log-lines.ts';
import { withNode, withReader } from '../ask-node.ts';
import { command, type Output, print, requiredHome } from '../command.ts';
import { shellWord } from '../command-words.ts';
import { proposalState } from '../proposal-state.ts';
import { UsageError } from '../usage-error.ts';
import { writeNewFile } from '../write-new-file.ts';
import { heldCellNamed } from './cells.ts';

export const log = command({
  name: 'log',
  options: ['parent', 'cell'],
  words: [{ choices: ['verify', 'export'] }, { isFile: true, isOptional: true }],
  async run({ values, positionals }, output) {
    const [action, file] = positionals;
    if (action === 'verify' && file !== undefined) return verifyFile(file, values.parent, output);
    if (values.parent !== undefined) throw new UsageError(says('error.headless.parentOfFile'));
    if (values.cell !== undefined && action !== 'export')
      throw new UsageError(says('error.headless.cellOfExport'));
    if (action === 'verify') {
      return withReader(requiredHome(values.home), async (client) => {
        return say(await client.ask('log.verify', {}), output);
      });
    }
    if (action !== 'export') {
      throw new UsageError(says('error.headless.noPartOfCommand', { name: ['log', action].join(' ') }));
    }
    if (file === undefined) throw new UsageError(says('error.headless.whereTo'));
    const named = values.cell;
    return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
      const of = named === undefined ? {} : { cell: (await heldCellNamed(client, named)).id };
      const { text } = await client.ask('log.export', of);
      writeNewFile(file, text);
      print(output, { file, bytes: Buffer.byteLength(text) }, [
        t('terminal.log.written', { file, typedFile: shellWord(file) }),
      ]);
      return 0;
    });
  },
});

function verifyFile(file: string, parent: string | undefined, output: Output): number {
  // What is wrong with the parent's file is said of that.
  if (parent !== undefined) read(parent, () => reportOf(() => linesOfFile(parent)));
  const lines = () => linesOfFile(file);
  const report = read(file, () =>
    parent === undefined ? reportOf(lines) : reportOf(lines, () => linesOfFile(parent)),
  );
  const branch = report.parent === undefined ? [] : [t('terminal.log.branch', { name: report.parent })];
  return say(report, output, [...branch, ...report.decisions.flatMap(decisionLines)]);
}

function read(file: string, report: () => FileReport): FileReport {
  try {
    const { size } = statSync(file);
    if (size > LOG_FILE_MAX_BYTES)
      throw new GhostStackError('too-large', says('error.headless.logTooLarge', { file }));
    return report();
  } catch (cause) {
    if (cause instanceof GhostStackError) throw cause;
    if (isNotUtf8(cause))
      throw new GhostStackError('malformed', says('error.headless.logNotText', { file }), { cause });
    if (isOfSystem(cause))
      throw new GhostStackError('not-found', says('error.headless.logUnreadable', { file }), { cause });
    throw cause;
  }
}

function isNotUtf8(cause: unknown): boolean {
  return cause instanceof TypeError && 'code' in cause && cause.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
}

function isOfSystem(cause: unknown): boolean {
  return cause instanceof Error && 'syscall' in cause;
}

/** `P-3 passed 3 to 1, 1 abstained: Buy a ladder` and, below, who signed the count. */
function decisionLines(decided: Decided): string[] {
  const { label, outcome, tally, certificate } = decided;
  const { approve, reject, abstain } = tally;
  const { hash, round, signers, needed } = certificate;
  const names = signers.map((name) => visibleLine(name, 40)).join(', ');
  return [
    t('terminal.log.decision', {
      label,
      outcome: proposalState(outcome),
      approve,
      reject,
      abstain,
      title: proposalTitle(decided),
    }),
    `    ${t('terminal.log.certificate', { hash, round, names, needed })}`,
  ];
}

function say(report: LogReport, output: Output, decisions: readonly string[] = []): number {
  if (!report.ok)
    throw new GhostStackError('malformed', report.problem ?? says('error.headless.logNotAsSigned'));
  const { name, entries, authors, stateHash } = report;
  print(output, report, [
    t('terminal.log.intact', { name, n: entries, authors }),
    t('terminal.log.state', { hash: String(stateHash) }),
    ...decisions,
  ]);
  return 0;
}
