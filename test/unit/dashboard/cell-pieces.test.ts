import { describe, expect, test } from 'vitest';
import type { Cell } from '#shared/contract/domain/cell.ts';
import type { Receipt } from '#shared/contract/domain/receipt.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import { speaking } from '#shared/words/language.ts';
import { t } from '#shared/words/translate.ts';
import { joiningSteps } from '../../../renderer/components/cell/JoinProgress.tsx';
import { holdersOf, receiptLabel } from '../../../renderer/components/receipts/receipt-words.ts';
import { chainAnswer } from '../../../renderer/features/chain/chain-answer.ts';
import { lanesOf, neighbour, offsetToShow } from '../../../renderer/features/chain/lanes.ts';
import { receiptChecks } from '../../../renderer/features/chain/receipt-checks.ts';
import { readDidLog, readDocumentKeys } from '../../../renderer/features/identity/did-log.ts';
import { holdingsTable } from '../../../renderer/features/sync/holdings-rows.ts';
import { lastDay, passWords } from '../../../renderer/features/sync/pass-words.ts';
import { streetPeers } from '../../support/dashboard-fixture/street.ts';
import {
  SCIDS,
  streetCell,
  streetHoldings,
  streetPasses,
  streetPassHours,
  streetReceipts,
} from '../../support/dashboard-fixture/street-cell.ts';
import { NOW_MS } from '../../support/sample-states.ts';

const receipts = streetReceipts(NOW_MS);
const cell = streetCell(receipts, NOW_MS);
const holdings = streetHoldings(NOW_MS);
const members = cell.members.map((member) => member.scid);
const at = (position: number): Receipt => receipts[position] as Receipt;

describe('feed lanes', () => {
  test('show the newest, each in a column of its own, and what lies further back on demand', () => {
    const lanes = lanesOf(receipts, members, 20, 0);
    expect(lanes.blocks.map((block) => block.column)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(lanes.blocks.at(-1)?.receipt.hash).toBe(at(852).hash);
    expect(lanesOf(receipts, members, 20, 30).blocks.at(-1)?.receipt.hash).toBe(at(822).hash);
    expect(lanesOf(receipts, members, 20, 5_000).blocks[0]?.receipt.hash).toBe(at(0).hash);
    expect(lanesOf([], members, 20, 0)).toMatchObject({ blocks: [], from: 0, to: 0 });
  });

  test('move so that a chosen receipt is seen, and stay where it is seen already', () => {
    expect(offsetToShow(850, 853, 20, 0)).toBe(0);
    const offset = offsetToShow(400, 853, 20, 0);
    const { from, to } = lanesOf(receipts, members, 20, offset);
    expect(from).toBeLessThanOrEqual(400);
    expect(to).toBeGreaterThan(400);
    expect(offsetToShow(0, 853, 20, 0)).toBe(833);
  });

  test('keep a lane for an author who is no member any more', () => {
    const { authors, blocks } = lanesOf(receipts, members.slice(0, 4), 30, 0);
    expect(authors).toEqual([...members.slice(0, 4), SCIDS.erin]);
    expect(blocks.every((block) => block.lane >= 0)).toBe(true);
  });

  test('arrows stay in the lane, or go to the nearest block of the next one', () => {
    const { blocks } = lanesOf(receipts, members, 20, 0);
    for (const block of blocks) {
      const right = neighbour(blocks, block, 'ArrowRight');
      if (right) expect(neighbour(blocks, right, 'ArrowLeft')).toBe(block);
      const down = neighbour(blocks, block, 'ArrowDown');
      if (block.lane < 4) expect(down?.lane).toBe(block.lane + 1);
      else expect(down).toBeNull();
      expect(neighbour(blocks, block, 'x')).toBeNull();
    }
  });
});

describe('a receipt in words', () => {
  test('is called by its author and number, and by its generation after a restore', () => {
    expect(receiptLabel({ name: 'carol', gen: 0, seq: 240 })).toBe('carol 240');
    expect(receiptLabel({ name: 'carol', gen: 1, seq: 12 })).toBe('carol 1.12');
  });

  test('is stored by those who lack less of the feed than comes after it', () => {
    const bobs = receipts.filter((receipt) => receipt.name === 'alice');
    const names = (receipt: Receipt) => holdersOf(receipt, cell, holdings)?.map((member) => member.name);
    expect(names(bobs.at(-1) as Receipt)).toEqual(['alice', 'dave', 'erin']);
    expect(names(bobs.at(-10) as Receipt)).toEqual(['alice', 'bob', 'dave', 'erin']);
    expect(names(bobs[0] as Receipt)).toHaveLength(5);
    expect(holdersOf({ ...at(0), gen: 1 }, cell, holdings)).toBeNull();
    expect(holdersOf(at(0), { ...cell, forked: ['alice'] }, holdings)).toBeNull();
  });

  test('a second version at one place is no clean link', () => {
    const receipt = at(20);
    const marks = (all: readonly Receipt[]) => receiptChecks(receipt, all, null).map((check) => check.mark);
    expect(marks(receipts)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(marks([...receipts, { ...receipt, hash: 'f'.repeat(64) }])).toEqual(['ok', 'ok', 'stop', 'ok']);
    const reason = asWritten('too late');
    const [, , , counts] = receiptChecks({ ...receipt, valid: false, reason }, receipts, null);
    expect(counts).toMatchObject({ mark: 'stop', detail: 'too late' });
  });
});

describe('the answer of the chain', () => {
  const report = {
    ok: true,
    cell: cell.id,
    name: cell.name,
    entries: 853,
    authors: 5,
    stateHash: cell.stateHash,
    problem: null,
  };
  const verified = { report, atMs: NOW_MS, tookMs: 612 };

  test('claims intactness only after a verification, and only for what it covered', () => {
    expect(chainAnswer(cell, holdings, null, null).claim).toBe('853 receipts are here.');
    expect(chainAnswer(cell, holdings, verified, null)).toMatchObject({
      claim: 'All 853 receipts are intact.',
      rest: expect.stringContaining('Verified 17:42 in 0.6 s. dave and erin hold the same receipts as you.'),
    });
    const more: Cell = { ...cell, receipts: 855 };
    expect(chainAnswer(more, null, verified, null).claim).toBe('853 receipts were intact at 17:42.');
    const other: Cell = { ...cell, id: 'f'.repeat(64) };
    expect(chainAnswer(other, null, verified, null).claim).toBe('853 receipts are here.');
  });

  test('names what is wrong', () => {
    const broken = {
      ...verified,
      report: { ...report, ok: false, problem: asWritten('dave 95 was changed.') },
    };
    expect(chainAnswer(cell, holdings, broken, null)).toEqual({
      claim: 'The record is not intact.',
      rest: 'dave 95 was changed.',
    });
  });
});

describe('who holds what', () => {
  test('sums each holder, and says nothing of one that was not heard', () => {
    const table = holdingsTable(holdings, cell.members, streetPeers(NOW_MS));
    expect(table.sums.map((sum) => sum.behind)).toEqual([0, 14, 28, 0, 0]);
    expect(table.sums.map((sum) => sum.live)).toEqual([true, false, true, true, true]);
    const unheard = { ...holdings, behind: holdings.behind.map((row) => [...row.slice(0, 4), null]) };
    const [, , , , erin] = holdingsTable(unheard, cell.members, []).sums;
    expect(erin).toMatchObject({ behind: null, live: false });
  });

  test('leaves out who is no member any more', () => {
    const table = holdingsTable(holdings, cell.members.slice(0, 3), []);
    expect(table.rows).toHaveLength(3);
    expect(table.rows[0]?.cells.map((one) => one.behind)).toEqual([0, 9, 12]);
  });
});

describe('passes', () => {
  test('say what went over, and why one failed', () => {
    expect(streetPasses(NOW_MS).slice(0, 5).map(passWords)).toEqual([
      'in sync, nothing to send',
      'sent 12 receipts',
      'received 1 receipt',
      'received 2 receipts and 1 message',
      'connection lost',
    ]);
  });

  test('say why one failed in the language of whoever reads it', () => {
    const [pass] = streetPasses(NOW_MS);
    const failure = says('error.transport.receiptsNotPlaced', { name: 'bob' });
    const said = pass && speaking('de', () => passWords({ ...pass, failure }));
    expect(said).toBe('bob kann unsere Quittungen noch nicht einordnen: Davor fehlen andere');
  });

  test('are counted by the hour, the last one being the one that runs', () => {
    const hours = lastDay(streetPassHours(NOW_MS), NOW_MS);
    expect(hours).toHaveLength(24);
    expect(hours.at(-1)?.items).toBe(16);
    expect(hours[0]?.label).toBe('18:00 yesterday');
    const long = { hour: Math.floor((NOW_MS - 900_000_000) / 3_600_000), items: 7 };
    expect(lastDay([long], NOW_MS)).toEqual(lastDay([], NOW_MS));
  });
});

describe('the log of an identity document', () => {
  const line = (versionId: string, parameters: object): string =>
    JSON.stringify({ versionId, versionTime: '2026-03-03T09:00:00Z', parameters, state: {} });

  test('is read version by version, the newest first', () => {
    const log = `${line('1-Qa', { updateKeys: ['k'], nextKeyHashes: ['a', 'b'] })}\n${line('2-Qb', {})}\n`;
    expect(readDidLog(log)).toEqual([
      { number: 2, hash: 'Qb', atMs: Date.UTC(2026, 2, 3, 9), sets: 'nothing but the document' },
      {
        number: 1,
        hash: 'Qa',
        atMs: Date.UTC(2026, 2, 3, 9),
        sets: 'the key that may update; a promise of 2 next keys',
      },
    ]);
  });

  test.each(['', 'not json', '{"versionId":1}'])('%j is no log, or an empty one', (text) => {
    expect(readDidLog(text) ?? []).toEqual([]);
  });

  test('keys are told apart by their multikey', () => {
    const document = JSON.stringify({
      verificationMethod: [
        { id: '#a', publicKeyMultibase: 'z6MkA' },
        { id: '#b', publicKeyMultibase: 'z6LSB' },
        { id: '#c', publicKeyMultibase: 'zQ3sC' },
      ],
    });
    expect(readDocumentKeys(document).map((key) => key.use)).toEqual(['signing', 'sealing', 'other']);
    expect(readDocumentKeys('{')).toEqual([]);
  });
});

test.each([
  ['connecting', null, ['current', 'to-come', 'to-come', 'to-come']],
  ['comparing', ['a'], ['ok', 'current', 'to-come', 'to-come']],
  ['waiting', ['a'], ['ok', 'ok', 'current', 'to-come']],
  ['waiting', null, ['ok', 'ok', 'ok', 'current']],
  ['refused', null, ['stop', 'to-come', 'to-come', 'to-come']],
  ['refused', ['a'], ['ok', 'ok', 'stop', 'to-come']],
] as const)('joining that is %s with words %j stands at its step', (state, words, marks) => {
  const joining = { state, words: words ? [...words] : null, standing: null, trouble: { message: 'r' } };
  const steps = joiningSteps({ ...joining, cellName: null, inviter: null, sinceMs: 0 });
  expect(steps.map((step) => step.mark)).toEqual(marks);
});

test.each([
  [1, '1 of 7 seats taken'],
  [2, '2 members, small cell'],
  [5, '5 members'],
  [7, '7 members, full'],
])('a cell of %i is called so', (n, words) => {
  expect(t('cell.size', { n })).toBe(words);
});
