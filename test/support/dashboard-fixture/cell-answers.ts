/** What the fixture's node answers about its cell: enough to click through, nothing is signed. */
import type { Invitation } from '#shared/contract/domain/cell.ts';
import type { Receipt } from '#shared/contract/domain/receipt.ts';
import { GhostStackError, told } from '#shared/contract/errors.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import type { FixtureNode, Handlers } from './fixture-node.ts';
import { streetCell, streetReceipts } from './street-cell.ts';

const HOUR_MS = 3_600_000;
const CODE = `${'eyJ2IjoxLCJjZWxsIjoiZTNiMGM0NDI5OGZjMWMxNDlhZmJmNGM4OTk2ZmI5MjQyN2FlNDFl'.repeat(6)}.a41f33d0`;

const DID = 'did:webvh:QmZ4tDuvesekSs4qM5ZBKpXiZGun7S2CYtEZRB3DYXkjGx:ghoststack.invalid';
const DOCUMENT = {
  '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
  id: DID,
  verificationMethod: [
    {
      id: `${DID}#sig`,
      type: 'Multikey',
      controller: DID,
      publicKeyMultibase: 'z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH',
    },
    {
      id: `${DID}#seal`,
      type: 'Multikey',
      controller: DID,
      publicKeyMultibase: 'z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc',
    },
  ],
  authentication: [`${DID}#sig`],
  keyAgreement: [`${DID}#seal`],
};
const LOG = `${JSON.stringify({
  versionId: '1-QmQq6Kg4ZZ1p49znzxnWmes4LkkWgMWLrnrfPre8UD56bz',
  versionTime: '2026-03-03T09:00:00Z',
  parameters: {
    method: 'did:webvh:1.0',
    scid: 'QmZ4tDuvesekSs4qM5ZBKpXiZGun7S2CYtEZRB3DYXkjGx',
    updateKeys: ['z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH'],
    nextKeyHashes: ['QmS1', 'QmS2'],
    portable: true,
  },
  state: DOCUMENT,
})}\n`;

/** One who invites, and one who calls itself nearly the same. */
const SEEN = [
  { id: 'a1'.repeat(32), inviter: 'alice', cellName: 'Maple Street', address: '192.168.1.14:4001' },
  { id: 'b2'.repeat(32), inviter: 'аlice', cellName: 'Maple Street', address: '[fe80::7%wlan0]:4001' },
].map((one) => ({ ...one, hasLookAlike: true }));

export function cellAnswers(node: FixtureNode): Handlers {
  let receipts: Receipt[] = [];
  const log = (): Receipt[] => {
    const total = node.slices.cell?.receipts ?? 0;
    if (receipts.length !== total) receipts = streetReceipts(Date.now(), total);
    return receipts;
  };
  const cell = () => {
    if (!node.slices.cell) throw new GhostStackError('not-found', asWritten('This node has no cell yet.'));
    return node.slices.cell;
  };
  return {
    'cell.found': ({ name }) => {
      const founded = streetCell(streetReceipts(Date.now(), 1), Date.now());
      node.push({ cell: { ...founded, name, epoch: 0, members: founded.members.slice(0, 1) }, peers: [] });
      return null;
    },
    'cell.invite': ({ hours }) => {
      const nowMs = Date.now();
      const id = `i${cell().invitations.length + 1}`;
      const code = `${id}${CODE}`;
      const invitation: Invitation = {
        id,
        code,
        url: `ghoststack://join/${code}`,
        createdAtMs: nowMs + cell().invitations.length,
        expiresAtMs: nowMs + hours * HOUR_MS,
        usedBy: null,
        onlyHere: false,
      };
      node.push({ cell: { ...cell(), invitations: [...cell().invitations, invitation] } });
      return invitation;
    },
    'cell.show': ({ seconds }) => {
      const shownUntilMs = seconds === 0 ? null : Date.now() + seconds * 1_000;
      if (node.slices.cell) node.push({ cell: { ...node.slices.cell, shownUntilMs } });
      return null;
    },
    'cell.foldState': () => null,
    'cell.look': () => ({ seen: SEEN, crowded: false }),
    'cell.joinSeen': () => {
      node.push({
        joining: {
          cellName: 'Maple Street',
          inviter: 'alice',
          words: null,
          state: 'connecting',
          standing: null,
          trouble: null,
          sinceMs: Date.now(),
        },
      });
      return null;
    },
    'cell.revokeInvitation': ({ id }) => {
      node.push({ cell: { ...cell(), invitations: cell().invitations.filter((one) => one.id !== id) } });
      return null;
    },
    'cell.readInvitation': () => ({
      cellName: 'Maple Street',
      inviter: 'erin',
      expiresAtMs: Date.now() + 86_400_000,
    }),
    'cell.join': ({ code }) => {
      if (!/^ghoststack:\/\/join\/|\./.test(code)) {
        throw new GhostStackError(
          'malformed',
          asWritten('This invitation cannot be read: it is not whole. Ask for it again.'),
        );
      }
      node.push({
        joining: {
          cellName: null,
          inviter: null,
          words: null,
          state: 'connecting',
          standing: null,
          trouble: told(says('error.join.connecting')),
          sinceMs: Date.now(),
        },
      });
      return null;
    },
    'cell.confirmWords': ({ same }) => {
      const { joining } = node.slices;
      if (!joining)
        throw new GhostStackError('conflict', asWritten('This computer is not joining a cell now.'));
      node.push({
        joining: same
          ? { ...joining, state: 'waiting' }
          : { ...joining, state: 'refused', standing: null, trouble: told(says('error.join.wordsDiffer')) },
      });
      return null;
    },
    'cell.compareWords': () => ({
      words: 'able above abuse acid across action adapt add admit adult advice afford'.split(' '),
    }),
    'cell.noteCompared': ({ scid, same }) => {
      const compared = same ? { atMs: Date.now(), isOutdated: false } : null;
      const members = cell().members.map((one) => (one.scid === scid ? { ...one, compared } : one));
      node.push({ cell: { ...cell(), members } });
      return null;
    },
    'cell.cancelJoin': () => {
      node.push({ joining: null });
      return null;
    },
    'cell.resumeSigning': () => {
      node.push({ cell: { ...cell(), signingBarred: null } });
      return null;
    },
    'cell.answerJoin': ({ scid, accept }) => {
      const joinRequests = cell().joinRequests.flatMap((request) => {
        if (request.scid !== scid) return [request];
        if (!accept && request.state === 'asking') return [];
        const untilMs = request.untilMs ?? request.receivedAtMs + 3_600_000;
        const ballot = { waitsFor: ['dave'], needed: 1, untilMs };
        return [{ ...request, ...ballot, state: 'voting' as const, answered: true }];
      });
      node.push({ cell: { ...cell(), joinRequests } });
      return null;
    },
    'log.page': ({ before, limit, author, kind, fromMs, toMs, text }) => {
      cell();
      const older = log().filter(
        (receipt) =>
          (before === null || receipt.position < before) &&
          (author === null || receipt.author === author) &&
          (kind === null || receipt.kind === kind) &&
          (fromMs === null || receipt.atMs >= fromMs) &&
          (toMs === null || receipt.atMs < toMs) &&
          `${receipt.name} ${receipt.seq} ${receipt.hash}`.includes(text.toLowerCase().trim()),
      );
      const total = before === null ? older.length : null;
      return { receipts: older.slice(-limit), more: older.length > limit, total };
    },
    'log.raw': ({ hash }) => {
      const receipt = log().find((one) => one.hash === hash);
      if (!receipt)
        throw new GhostStackError('not-found', asWritten('There is no receipt with this hash here.'));
      return { json: JSON.stringify({ v: 1, author: receipt.author, seq: receipt.seq, hash }, null, 2) };
    },
    'log.verify': () => ({
      ok: true,
      cell: cell().id,
      name: cell().name,
      entries: cell().receipts,
      authors: cell().members.length,
      stateHash: cell().stateHash,
      problem: null,
    }),
    'log.export': () => ({ text: '{"format":"ghoststack/log/v1"}\n' }),
    'identity.document': () => ({
      did: DID,
      document: JSON.stringify(DOCUMENT, null, 2),
      log: LOG,
      versions: 1,
      reviewed: false,
    }),
  };
}
