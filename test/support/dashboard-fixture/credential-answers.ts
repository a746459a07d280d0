/** What the fixture's node answers about credentials. */
import { GhostStackError } from '#shared/contract/errors.ts';
import { inEnglish, says } from '#shared/protocol/saying.ts';
import type { Handlers } from './fixture-node.ts';
import { DIDS } from './street.ts';

const STANDING = {
  ...{ cell: 'e1'.repeat(32), name: 'Elm Street', q: 3, members: 4, dayMs: Date.UTC(2026, 4, 12) },
  words: ['subway', 'auto', 'mix', 'response', 'wreck', 'fabric'],
};
const HELD = 'urn:uuid:00000000-0000-4000-8000-000000000001';
const ISSUER = { did: DIDS.carol, fingerprint: '0123 4567 89ab cdef 0123 4567 89ab cdef' };
/** Whom no message reaches. */
export const OUTSIDER = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
const UNTIL = Date.UTC(2026, 5, 12);
const UNKNOWN = says('error.credential.issuerUnknown', { issuer: 'carol' });
const REVOKED = says('error.credential.revoked', { issuer: 'carol', index: 94_567 });

export function credentialAnswers(): Handlers {
  return {
    'credentials.issue': ({ to, claims }) => {
      if (claims.role === undefined || claims.role === '')
        throw new GhostStackError(
          'invalid-argument',
          says('error.credential.claimMissing', { name: 'role', type: 'MeshMember' }),
        );
      return { id: 'urn:uuid:00000000-0000-4000-8000-000000000009', sent: to !== OUTSIDER };
    },
    'credentials.define': () => ({ id: 'd2'.repeat(32) }),
    'credentials.readIssuer': () => ISSUER,
    'credentials.acceptIssuer': () => ISSUER,
    'credentials.issueAgain': ({ id }) => ({ id }),
    'credentials.revoke': () => null,
    'credentials.request': () => ({
      link: 'ghoststack://present/e30',
      nonce: 'x',
      expiresMs: Date.now() + 600_000,
    }),
    'credentials.readRequest': ({ text }) => {
      if (!text.startsWith('ghoststack:'))
        throw new GhostStackError('malformed', says('error.credential.notOne'));
      return {
        ...{ verifier: { did: DIDS.dave, name: 'dave' }, typeId: 'MeshMember:1', title: 'Mesh member' },
        ...{ fields: ['node_id', 'role'], expiresMs: Date.now() + 600_000, isExpired: false, fits: [HELD] },
      };
    },
    'credentials.show': ({ claims }) => ({ text: JSON.stringify({ v: 1, claims }) }),
    'credentials.check': ({ text }) => {
      if (text === 'stranger')
        return { ok: false, code: 'issuer-unknown', message: inEnglish(UNKNOWN), says: UNKNOWN };
      if (!text.startsWith('{'))
        return { ok: false, code: 'revoked', message: inEnglish(REVOKED), says: REVOKED };
      return {
        ok: true,
        value: {
          ...{ form: 'sd-jwt', id: null, issuerLeftAtMs: null, subject: null },
          ...(text.includes('kept')
            ? { vouchedBy: 'cell', cell: 'Oak Street', standing: null }
            : { vouchedBy: 'standing', cell: null, standing: { cell: 'Elm Street', dayMs: STANDING.dayMs } }),
          issuer: { did: DIDS.carol, name: 'carol' },
          ...{ type: 'MeshMember', typeId: 'MeshMember:1', missing: ['role'], bound: true },
          claims: { node_id: 'bob' },
          validFromMs: Date.UTC(2026, 0, 1),
          validUntilMs: Date.UTC(2027, 0, 1),
        },
      };
    },
    'credentials.standing': () => ({ ...STANDING, name: 'Maple Street', text: '{"v":1}' }),
    'credentials.readStanding': ({ text }) => {
      if (!text.startsWith('{'))
        throw new GhostStackError('malformed', says('error.credentials.notStanding'));
      return STANDING;
    },
    'credentials.acceptStanding': () => STANDING,
    'credentials.forgetVoucher': () => null,
    'credentials.askPapers': ({ id }) => ({ text: JSON.stringify({ v: 1, id }) }),
    'credentials.papers': ({ text }) => {
      if (!text.startsWith('{')) throw new GhostStackError('malformed', says('error.credentials.notAsk'));
      return { text: '{"v":1,"papers":{}}', untilMs: UNTIL };
    },
    'credentials.handOver': ({ id }) => ({
      text: JSON.stringify({ v: 1, credential: { id } }),
      untilMs: UNTIL,
    }),
    'credentials.takePapers': ({ text }) => {
      if (!text.startsWith('{')) throw new GhostStackError('malformed', says('error.credentials.notPapers'));
      return { id: HELD, untilMs: UNTIL };
    },
  };
}
