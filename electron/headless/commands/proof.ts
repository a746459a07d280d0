import { readFileSync, statSync } from 'node:fs';
import { GhostStackError } from '#shared/contract/errors.ts';
import { checkProof } from '#shared/protocol/proof/check-proof.ts';
import { PROOF_MAX_BYTES } from '#shared/protocol/proof/decision-proof.ts';
import { type ProofReport, type ProofSentence, proofReport } from '#shared/protocol/proof/proof-report.ts';
import { says } from '#shared/protocol/saying.ts';
import { dayAndTime } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { isOwnPage, proofInPage } from '../../host/proof/proof-page.ts';
import { certificateHash } from '../../node/cell/deciding/certificate-hash.ts';
import { proofTools } from '../../node/log/proof-tools.ts';
import { withReader } from '../ask-node.ts';
import { command, type Output, print, requiredHome } from '../command.ts';
import { shellWord } from '../command-words.ts';
import { UsageError } from '../usage-error.ts';
import { writeNewFile } from '../write-new-file.ts';
import { proposalId } from './proposals.ts';

/** What a page has beside the proof in it, with room to spare. */
const PAGE_MAX_BYTES = PROOF_MAX_BYTES + 1024 * 1024;

export const proof = command({
  name: 'proof',
  options: ['html', 'check'],
  notes: ['terminal.proof.note'],
  words: [{ isOptional: true }, { isFile: true, isOptional: true }],
  async run({ values, positionals }, output) {
    const [named, file] = positionals;
    if (values.check !== undefined) {
      if (named !== undefined) throw new UsageError(says('error.headless.wordsTooMany', { words: named }));
      return checkFile(values.check, output);
    }
    if (named === undefined) throw new UsageError(says('error.headless.wordMissing'));
    const wanted = [
      ...(values.html === undefined ? [] : [{ form: 'html' as const, file: values.html }]),
      ...(file === undefined ? [] : [{ form: 'json' as const, file }]),
    ];
    if (wanted.length === 0) throw new UsageError(says('error.headless.whereTo'));
    return withReader(requiredHome(values.home), async (client) => {
      const id = await proposalId(client, named);
      const written = [];
      for (const { form, file: to } of wanted) {
        const { label, text } = await client.ask('governance.proof', { id, form });
        writeNewFile(to, text);
        written.push({ label, form, file: to, bytes: Buffer.byteLength(text) });
      }
      const lines = written.map(({ label, file: to }) =>
        t('terminal.proof.written', { label, file: to, typedFile: shellWord(to) }),
      );
      print(output, written, lines);
      return 0;
    });
  },
});

/** Says of a page, or of the data alone, what the page says of itself. */
function checkFile(file: string, output: Output): number {
  const content = readFile(file);
  const isPage = !content.startsWith('{');
  const text = isPage ? proofInPage(content) : content.replace(/\n$/, '');
  if (text === null) throw new GhostStackError('malformed', says('error.proof.file', { file }));
  const verdict = checkProof(text, proofTools);
  if (!verdict.ok) throw new GhostStackError('malformed', verdict.broken);
  const { slot, closure } = verdict.decision.certificate;
  const report = proofReport(verdict.proof, verdict.decision, certificateHash(slot, closure));
  const page = isPage ? isOwnPage(content, text) : null;
  print(output, { ok: true, page, ...report }, reportLines(report, page));
  return 0;
}

function readFile(file: string): string {
  try {
    const { size } = statSync(file);
    if (size <= PAGE_MAX_BYTES) return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new GhostStackError('not-found', says('error.headless.logUnreadable', { file }), { cause });
  }
  throw new GhostStackError('too-large', says('error.proof.file', { file }));
}

function reportLines(report: ProofReport, page: boolean | null): string[] {
  const say = ({ key, params }: ProofSentence): string => t(key, params);
  const votes = report.votes.map(({ name, vote, comment }) =>
    [`  ${name}: ${t(`proof.vote.${vote}`)}`, ...(comment === '' ? [] : [`    ${comment}`])].join('\n'),
  );
  return [
    `${t('proof.holds')} ${say(report.result)}`,
    ...(page === null ? [] : [t(page ? 'proof.page.same' : 'proof.page.other')]),
    `${t('proof.votes')}:`,
    ...votes.flatMap((lines) => lines.split('\n')),
    `${t('proof.proves')}:`,
    ...report.proves.map((one) => `  ${say(one)}`),
    `${t('proof.not')}:`,
    ...report.provesNot.map((one) => `  ${say(one)}`),
    `${t('proof.fact.opened')}: ${dayAndTime(report.openedAtMs)}`,
    `${t('proof.fact.certificate')}: ${report.certificate}`,
    `${t('proof.fact.cell')}: ${report.cell}`,
  ];
}
