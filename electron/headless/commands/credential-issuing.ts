/** What an issuer does, and what is held. */
import type { ClaimValues, CredentialTypeView, CredentialView } from '#shared/contract/domain/credential.ts';
import { TypeWish } from '#shared/contract/domain/credential.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
import { says } from '#shared/protocol/saying.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fullDate } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withNode, withReader } from '../ask-node.ts';
import { type Output, print, requiredHome } from '../command.ts';
import { readPapers } from '../read-papers.ts';
import { UsageError } from '../usage-error.ts';
import type { CredentialGiven } from './credential.ts';
import { whoIsNamed } from './who-is-named.ts';

type Acts = (given: CredentialGiven, output: Output) => Promise<number>;

export const list: Acts = async ({ values }, output) =>
  withReader(requiredHome(values.home), async (client) => {
    const { credentials } = await client.ask('state.snapshot', {});
    const { held, issued } = credentials;
    const lines = [
      ...(held.length === 0 ? [] : [t('terminal.credential.held'), ...held.flatMap(linesOf)]),
      ...(issued.length === 0 ? [] : [t('terminal.credential.issuedList'), ...issued.flatMap(linesOf)]),
    ];
    print(output, { held, issued }, lines.length === 0 ? [t('terminal.credential.none')] : lines);
    return 0;
  });

export const types: Acts = async ({ values }, output) =>
  withReader(requiredHome(values.home), async (client) => {
    const { credentials } = await client.ask('state.snapshot', {});
    const line = ({ type, id, title, claims }: CredentialTypeView) =>
      t('terminal.credential.typeLine', {
        type,
        id,
        title: visibleLine(title),
        claims: Object.keys(claims).join(', '),
      });
    print(output, credentials.types, credentials.types.map(line));
    return 0;
  });

export const define: Acts = async ({ values, word }, output) => {
  const text = await readPapers(word);
  const read = TypeWish.safeParse(parsed(text));
  if (!read.success)
    throw new GhostStackError(
      'invalid-argument',
      says('error.credential.typeBroken', { what: issueSays(read.error.issues) }),
    );
  return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
    const { id } = await client.ask('credentials.define', read.data);
    print(output, { id }, [t('terminal.credential.defined', { id })]);
    return 0;
  });
};

export const issue: Acts = async ({ values }, output) => {
  const days = values.days === undefined ? {} : { days: Number(values.days) };
  if (!values.to) throw new UsageError(says('error.headless.credentialTo'));
  const name = values.to;
  return withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
    const state = await client.ask('state.snapshot', {});
    const type = typeNamed(state.credentials.types, values.type ?? 'MeshMember');
    const to = didNamed(state, name);
    const claims = { ...filledIn(type, to, state), ...claimsIn(type, values.claims ?? '') };
    const { id, sent } = await client.ask('credentials.issue', { to, typeId: type.id, claims, ...days });
    const shown = visibleLine(name);
    const said = sent
      ? t('terminal.credential.sent', { name: shown })
      : t('terminal.credential.notSent', { name: shown, id });
    print(output, { id, sent }, [t('terminal.credential.issued', { id }), said]);
    return 0;
  });
};

export const revoke: Acts = async ({ values, word }, output) =>
  withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
    const { id } = await oneNamed(client, word, 'issued');
    await client.ask('credentials.revoke', { id });
    print(output, { id, state: 'revoked' }, [t('terminal.credential.revoked')]);
    return 0;
  });

export const again: Acts = async ({ values, word }, output) =>
  withNode(requiredHome(values.home), { unlock: true, ...values }, async (client) => {
    const former = await oneNamed(client, word, 'issued');
    const { id } = await client.ask('credentials.issueAgain', { id: former.id });
    print(output, { id, former: former.id }, [t('terminal.credential.again', { id })]);
    return 0;
  });

/** The one whose id is this, or begins with it, `urn:uuid:` left out. */
export async function oneNamed(
  client: NodeClient,
  word: string,
  where: 'issued' | 'held',
): Promise<CredentialView> {
  if (word === '') throw new UsageError(says('error.headless.credentialWhich'));
  const { credentials } = await client.ask('state.snapshot', {});
  const bare = word.replace('urn:uuid:', '');
  const found = credentials[where].filter(({ id }) => id.replace('urn:uuid:', '').startsWith(bare));
  const [first, second] = found;
  if (second) throw new UsageError(says('error.headless.credentialMany', { id: word }));
  if (first) return first;
  throw new GhostStackError(
    'not-found',
    says(where === 'issued' ? 'error.credentials.notIssued' : 'error.credentials.notHeld'),
  );
}

export function typeNamed(all: readonly CredentialTypeView[], typed: string): CredentialTypeView {
  const found =
    all.find(({ id }) => id === typed) ?? all.find(({ type, title }) => type === typed || title === typed);
  if (found) return found;
  throw new GhostStackError('not-found', says('error.headless.credentialType', { type: typed }));
}

export function namesIn(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap((name) => name.trim() || []);
}

export function claimsLine(claims: ClaimValues): string {
  return Object.entries(claims)
    .map(([name, value]) => `${name} ${visibleLine(String(value), 80)}`)
    .join(', ');
}

function didNamed({ peers, me }: Snapshot, name: string): string {
  if (name.startsWith('did:')) return name;
  const all = [...peers, ...(me ? [me] : [])];
  const found = whoIsNamed(all, name, ({ did }) => did);
  if (found) return found.did;
  throw new GhostStackError('not-found', says('error.credentials.noSuchSubject'));
}

/** What follows from whom it is issued to, and in which cell. */
function filledIn({ id }: CredentialTypeView, to: string, { cell }: Snapshot): ClaimValues {
  if (id !== 'MeshMember:1' || !cell) return {};
  return { node_id: to.split(':')[2] ?? to, cell: cell.id };
}

function claimsIn(type: CredentialTypeView, text: string): ClaimValues {
  const pairs = text.split(',').flatMap((part) => part.trim() || []);
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UsageError(says('error.headless.credentialClaim', { claim: pair }));
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      return [name, claimValue(type.claims[name]?.type, value)];
    }),
  );
}

function claimValue(kind: string | undefined, text: string): string | number | boolean {
  if (kind === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function linesOf(one: CredentialView): string[] {
  const { id, title, claims, issuer, subject, validUntilMs, state, outsideUntilMs, isOfFormerKey } = one;
  const name = (who: CredentialView['issuer']) => visibleLine(who.name ?? who.did, 60);
  return [
    t('terminal.credential.line', {
      id,
      title: visibleLine(title),
      claims: claimsLine(claims),
      issuer: name(issuer),
      subject: name(subject),
      until: fullDate(validUntilMs),
      state: t(`credentials.state.${state}`),
    }),
    ...(outsideUntilMs === null
      ? []
      : [`    ${t('terminal.credential.outside', { until: fullDate(outsideUntilMs) })}`]),
    ...(isOfFormerKey && state === 'valid'
      ? [`    ${t('terminal.credential.formerKey', { subject: name(subject), id })}`]
      : []),
  ];
}
