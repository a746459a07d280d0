/** An exported log of a cell that branched off, beside that of the cell that it left. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { compareCausally } from '#shared/protocol/log/entry-graph.ts';
import { tipsOf } from '#shared/protocol/log/exchange.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { reportOf } from '../../../electron/node/cell/reading/log-report.ts';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { signJson } from '../../../electron/node/crypto/signed-json.ts';
import { stateHash } from '../../../electron/node/log/state-hash.ts';
import {
  branchFound,
  branchOff,
  enterOf,
  streetOfThree,
} from '../../support/protocol/branching-scenarios.ts';
import { VectorCell } from '../../support/protocol/vector-cell.ts';
import { people, STARTED_AT_MS } from '../../support/protocol/vector-member.ts';

/** As alice exports what she holds. */
function exported(cell: VectorCell): string {
  const { graph, book } = cell.member('alice');
  const nodes = [...graph.nodes()].sort(compareCausally);
  const lines = nodes.map(({ hash }) => cell.world.signed.get(hash)?.text ?? '');
  const text = [canonicalize({ format: 'ghoststack/log/v1', cell: graph.cell }), ...lines]
    .map((line) => `${line}\n`)
    .join('');
  const { key, identity } = people.alice;
  const seal = {
    before: createHash('sha256').update(text).digest('hex'),
    entries: lines.length,
    tips: tipsOf(graph),
    stateHash: stateHash(foldCell(book) as object),
    at: STARTED_AT_MS,
    exporter: identity.scid,
    key: encodeMultikey('ed25519', key.publicKey),
  };
  return `${text}${canonicalize({ seal, signature: signJson(key, 'ghoststack/log-seal/v1', seal) })}\n`;
}

test('a cell branched off from another if that one has a valid branch for it, and its log is read alone', () => {
  const street = streetOfThree();
  const before = exported(street);
  const found = branchFound(street.member('alice'), { listed: ['alice', 'bob'] });
  branchOff(street.member('alice'), found);
  const parent = exported(street);
  const cell = new VectorCell('alice', undefined, found);
  cell.member('alice').put(enterOf(found, 'alice'));
  cell.join('bob', 'alice').put(enterOf(found, 'bob'));
  cell.meet();
  const own = exported(cell);

  expect(reportOf(own)).toMatchObject({ ok: true, name: 'Maple Street 2', entries: 3 });
  expect(reportOf(own)).not.toHaveProperty('parent');
  expect(reportOf(own, parent)).toMatchObject({ ok: true, parent: 'Maple Street' });
  expect(() => reportOf(own, before)).toThrow('no valid entry by which this cell branches off');
  expect(() => reportOf(own, own)).toThrow('from another one');
  expect(() => reportOf(parent, parent)).toThrow('founded by itself');
});
