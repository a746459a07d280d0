/** What alice holds and issued, and the types of Maple Street. */
import type { Credentials, CredentialView } from '#shared/contract/domain/credential.ts';
import type { Message } from '#shared/contract/domain/message.ts';
import { OUTSIDER } from './credential-answers.ts';
import type { FixtureState } from './fixture-node.ts';
import { DIDS, ME } from './street.ts';

const DAY = 86_400_000;
const LICENCE = 'd1'.repeat(32);
const text = (max: number) => ({ type: 'text', max }) as const;

export function streetCredentials(nowMs: number): Credentials {
  const today = Math.floor(nowMs / DAY) * DAY;
  const one = (n: number, of: Partial<CredentialView>): CredentialView => ({
    id: `urn:uuid:00000000-0000-4000-8000-00000000000${n}`,
    type: 'MeshMember',
    typeId: 'MeshMember:1',
    title: 'Mesh member',
    claims: { node_id: 'bob', role: 'relay', cell: 'cell-01' },
    issuer: { did: DIDS.carol, name: 'carol' },
    subject: { did: ME.did, name: 'alice' },
    validFromMs: today - 20 * DAY,
    validUntilMs: today + 345 * DAY,
    state: 'valid',
    isOfFormerKey: false,
    ...{ outsideUntilMs: null, needsPapers: false },
    ...of,
  });
  const licence = { type: 'ToolLicence', typeId: LICENCE, title: 'Tool licence' };
  return {
    types: [
      {
        ...{ id: 'MeshMember:1', type: 'MeshMember', title: 'Mesh member', by: null },
        claims: { node_id: text(128), role: text(64), cell: text(128) },
      },
      {
        ...{ id: LICENCE, type: 'ToolLicence', title: 'Tool licence', by: 'carol' },
        claims: {
          tool: { type: 'choice', of: ['Band saw', 'Lathe'] },
          level: { type: 'integer', min: 1, max: 5 },
          teaches: { type: 'boolean' },
          note: { ...text(80), optional: true },
        },
      },
    ],
    held: [
      one(1, { outsideUntilMs: today + 24 * DAY }),
      one(2, { ...licence, claims: { tool: 'Band saw', level: 3, teaches: false }, state: 'revoked' }),
      one(5, {
        ...{ title: 'Guest of Elm Street', claims: { role: 'guest' } },
        ...{ outsideUntilMs: today + 3 * DAY, needsPapers: true },
      }),
    ],
    issued: [
      one(3, {
        issuer: { did: ME.did, name: 'alice' },
        subject: { did: DIDS.dave, name: 'dave' },
        isOfFormerKey: true,
      }),
      one(4, {
        ...{ ...licence, claims: { tool: 'Lathe', level: 1, teaches: true } },
        issuer: { did: ME.did, name: 'alice' },
        subject: { did: DIDS.carol, name: 'carol' },
      }),
      one(6, {
        issuer: { did: ME.did, name: 'alice' },
        subject: { did: OUTSIDER, name: null },
        claims: { node_id: 'erin', role: 'guest', cell: 'cell-01' },
      }),
    ],
    vouchers: [
      {
        kind: 'cell',
        id: 'e1'.repeat(32),
        name: 'Elm Street',
        atMs: today - 40 * DAY,
        dayMs: today - 2 * DAY,
      },
    ],
  };
}

/** carol brought two, one of which was not taken, and alice one to dave. */
export function withCredentials(full: FixtureState, nowMs: number): FixtureState {
  const credentials = streetCredentials(nowMs);
  const { held, issued } = credentials;
  const brings = (thread: string, one: CredentialView | undefined, id = one?.id): Message[] => {
    const last = full.messages.findLast((message) => message.thread === thread);
    if (!last || !one || id === undefined) return [];
    const { type, title: text, issuer, validUntilMs } = one;
    return [{ ...last, text, credential: { id, type, issuer: issuer.did, validUntilMs } }];
  };
  const brought = [
    ...brings(DIDS.carol, held[0]),
    ...brings(DIDS.carol, held[0], 'urn:uuid:forged'),
    ...brings(DIDS.dave, issued[0]),
  ].map((message, at) => {
    const number = full.messages.length + 1 + at;
    return { ...message, number, id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` };
  });
  return { messages: [...full.messages, ...brought], slices: { ...full.slices, credentials } };
}
