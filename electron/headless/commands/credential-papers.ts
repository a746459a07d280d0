/** What a holder who is no member, and a member, do so that the credential can be checked outside for longer. */
import { resolve } from 'node:path';
import { fullDate } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { type Output, print, requiredHome } from '../command.ts';
import { readPapers } from '../read-papers.ts';
import { writeNewFile } from '../write-new-file.ts';
import type { CredentialGiven } from './credential.ts';
import { oneNamed } from './credential-issuing.ts';

type Acts = (given: CredentialGiven, output: Output) => Promise<number>;

export const askPapers: Acts = async ({ values, word }, output) =>
  withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
    const { id } = await oneNamed(client, word, 'held');
    const { text } = await client.ask('credentials.askPapers', { id });
    write(output, values.file, text, { id });
    return 0;
  });

/** Answers a holder who asks, by what it handed over. */
export const papers: Acts = async ({ values, word }, output) => {
  const ask = await readPapers(word);
  return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
    const { text, untilMs } = await client.ask('credentials.papers', { text: ask });
    write(output, values.file, text, { untilMs });
    return 0;
  });
};

/** The credential itself with its papers, for whom no message reaches. */
export const handOver: Acts = async ({ values, word }, output) =>
  withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
    const { id } = await oneNamed(client, word, 'issued');
    const { text, untilMs } = await client.ask('credentials.handOver', { id });
    write(output, values.file, text, { id, untilMs });
    return 0;
  });

export const takePapers: Acts = async ({ values, word }, output) => {
  const text = await readPapers(word);
  return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
    const taken = await client.ask('credentials.takePapers', { text });
    print(output, taken, [t('terminal.credential.outside', { until: fullDate(taken.untilMs) })]);
    return 0;
  });
};

function write(
  output: Output,
  file: string | undefined,
  text: string,
  facts: { readonly id?: string; readonly untilMs?: number },
): void {
  if (file) writeNewFile(resolve(file), `${text}\n`);
  print(output, file ? { ...facts, file: resolve(file) } : { ...facts, text }, [
    file ? t('terminal.credential.shown', { file }) : text,
    ...(facts.untilMs === undefined
      ? []
      : [t('terminal.credential.outside', { until: fullDate(facts.untilMs) })]),
  ]);
}
