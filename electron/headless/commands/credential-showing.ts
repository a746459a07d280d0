/** What a holder and a verifier do. */
import { resolve } from 'node:path';
import type { CheckView, StandingView } from '#shared/contract/domain/credential.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { clockTime, fullDate } from '#shared/words/format/times.ts';
import { sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { withNode } from '../ask-node.ts';
import { type Output, print, requiredHome } from '../command.ts';
import { readPapers } from '../read-papers.ts';
import { writeNewFile } from '../write-new-file.ts';
import type { CredentialGiven } from './credential.ts';
import { claimsLine, namesIn, oneNamed, typeNamed } from './credential-issuing.ts';

type Acts = (given: CredentialGiven, output: Output) => Promise<number>;

export const request: Acts = async ({ values }, output) =>
  withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
    const { credentials } = await client.ask('state.snapshot', {});
    const wanted = values.type ?? 'MeshMember:1';
    const isId = wanted === 'MeshMember:1' || /^[0-9a-f]{64}$/.test(wanted);
    const typeId = isId
      ? wanted
      : wanted === 'MeshMember'
        ? 'MeshMember:1'
        : typeNamed(credentials.types, wanted).id;
    const made = await client.ask('credentials.request', { typeId, fields: namesIn(values.fields) });
    print(output, made, [
      t('terminal.credential.request.made', { link: made.link }),
      t('terminal.credential.request.until', { until: clockTime(made.expiresMs) }),
    ]);
    return 0;
  });

export const show: Acts = async ({ values, word }, output) =>
  withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
    const asked = values.request ?? null;
    const read = asked === null ? null : await client.ask('credentials.readRequest', { text: asked });
    const id =
      word === '' && read?.fits.length === 1
        ? (read.fits[0] ?? '')
        : (await oneNamed(client, word, 'held')).id;
    const claims = values.fields === undefined ? (read?.fields ?? []) : namesIn(values.fields);
    const { text } = await client.ask('credentials.show', { id, request: asked, claims });
    if (values.file) writeNewFile(resolve(values.file), `${text}\n`);
    print(output, values.file ? { id, file: resolve(values.file) } : { id, text }, [
      ...(values.file ? [t('terminal.credential.shown', { file: values.file })] : [text]),
      ...(asked === null ? [t('terminal.credential.wholeWarning')] : []),
    ]);
    return 0;
  });

export const check: Acts = async ({ values, word }, output) => {
  const text = await readPapers(word);
  return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
    const checked = await client.ask('credentials.check', { text });
    const { ok } = checked;
    const value = ok
      ? { ok, value: checked.value }
      : { ok, error: { code: checked.code, message: checked.message } };
    print(output, value, checkLines(checked));
    return ok ? 0 : 1;
  });
};

export const standing: Acts = async ({ values }, output) =>
  withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
    const { text, ...said } = await client.ask('credentials.standing', {});
    if (values.file) writeNewFile(resolve(values.file), `${text}\n`);
    print(output, values.file ? { ...said, file: resolve(values.file) } : { ...said, text }, [
      ...(values.file ? [t('terminal.credential.standing.written', { file: values.file })] : [text]),
      standingLine(said),
    ]);
    return 0;
  });

/** Shows words or fingerprint, or takes the word of whoever they are found to be of. */
export const trust: Acts = async ({ values, word }, output) => {
  const text = await readPapers(word);
  return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
    const { 'six-words': words, fingerprint } = values;
    if (words !== undefined) {
      const taken = await client.ask('credentials.acceptStanding', { text, words });
      print(output, taken, [t('terminal.credential.trusted', { name: visibleLine(taken.name) })]);
    } else if (fingerprint !== undefined) {
      const taken = await client.ask('credentials.acceptIssuer', { text, fingerprint });
      print(output, taken, [t('terminal.credential.trusted', { name: taken.did })]);
    } else if (isCredential(text)) {
      const read = await client.ask('credentials.readIssuer', { text });
      print(output, read, [
        t('terminal.credential.issuer.of', read),
        t('terminal.credential.issuer.compare'),
      ]);
    } else {
      const read = await client.ask('credentials.readStanding', { text });
      print(output, read, [standingLine(read), t('terminal.credential.standing.compare')]);
    }
    return 0;
  });
};

function isCredential(text: string): boolean {
  return !text.startsWith('{') || /"(presentation|credential|proof)":/.test(text);
}

function standingLine({ name, q, members, dayMs, words }: StandingView): string {
  return t('terminal.credential.standing.of', {
    name: visibleLine(name),
    q,
    n: members,
    day: fullDate(dayMs),
    words: words.join(' '),
  });
}

function checkLines(checked: CheckView): string[] {
  if (!checked.ok)
    return [t('terminal.credential.holdsNot', { code: checked.code, why: sentence(checked.says) })];
  const { claims, issuer, issuerLeftAtMs, missing, bound } = checked.value;
  const by = voucherLine(checked.value);
  return [
    t('terminal.credential.holds'),
    t('terminal.credential.says', {
      issuer: visibleLine(issuer.name ?? issuer.did, 80),
      claims: claimsLine(claims),
    }),
    by,
    t(bound ? 'terminal.credential.bound' : 'terminal.credential.unbound'),
    ...(issuerLeftAtMs === null ? [] : [t('terminal.credential.left', { day: fullDate(issuerLeftAtMs) })]),
    ...(missing.length === 0 ? [] : [t('terminal.credential.missing', { fields: missing.join(', ') })]),
  ];
}

function voucherLine({ vouchedBy, standing, cell }: Extract<CheckView, { ok: true }>['value']): string {
  switch (vouchedBy) {
    case 'cell':
      return t('terminal.credential.by.cell', { cell: visibleLine(cell ?? '') });
    case 'standing':
      return t('terminal.credential.by.standing', {
        cell: visibleLine(standing?.cell ?? ''),
        day: fullDate(standing?.dayMs ?? 0),
      });
    case 'issuer':
      return t('terminal.credential.by.issuer');
    case 'key':
      return t('terminal.credential.by.key');
  }
}
