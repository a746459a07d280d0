import { afterEach, describe, expect, it } from 'vitest';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { nextEpoch } from '#shared/protocol/closing/epoch.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';

let cell: LocalCell | null = null;
afterEach(() => {
  cell?.close();
  cell = null;
});

describe('the names of a cell', () => {
  it('a newcomer who looks like a member, or whose name no table knows, is not bound to an invitation', async () => {
    cell = LocalCell.found('Maple Street', { name: 'alice' });
    await cell.admit({ name: 'bob' });
    for (const name of ['BOB', 'b\u043eb', 'aIice'])
      await expect(cell.admit({ name })).rejects.toMatchObject({ code: 'already-exists' });
    for (const name of ['b\u200bob', 'bob\n', '\u{10d50}', 'broadcast'].filter(
      (name) => name.trim() === name,
    ))
      await expect(cell.admit({ name })).rejects.toMatchObject({ code: 'malformed' });
    await cell.admit({ name: 'bobby' });
    expect(cell.first.epoch.members.map(({ alias }) => alias)).toEqual(['alice', 'bob', 'bobby']);
  });

  it('a founder signs nothing that no node would take', () => {
    for (const name of ['alice\u202e', 'everyone', 'a'.repeat(41)])
      expect(() => LocalCell.found('Maple Street', { name })).toThrow(/cannot be founded: alias/);
    expect(() => LocalCell.found('\u{1f600}'.repeat(31), { name: 'alice' })).toThrow(
      /cannot be founded: name/,
    );
    cell = LocalCell.found('\u{1f600}'.repeat(30), { name: 'alice' });
    expect(cell.first.epoch.name).toBe('\u{1f600}'.repeat(30));
  });
});

describe('a change that can no longer be made', () => {
  it('changes nothing but the number of the epoch', async () => {
    cell = LocalCell.found('Maple Street', { name: 'alice' });
    const bob = await cell.admit({ name: 'bob' });
    const { epoch } = cell.first;
    const { didLog } = epoch.members[1]!;
    const end = 'f'.repeat(64);
    const certificate = { key: 'key', closes: [end], ballot: 'e'.repeat(64) };
    const admit = { type: 'admit' as const, didLog: [...didLog] };
    const { scid } = bob.identity;
    const stranger = `Qm${'1'.repeat(44)}`;
    const full: Epoch = {
      ...epoch,
      members: Array.from({ length: 7 }, (_, i) => ({ ...epoch.members[0]!, alias: `m${i}`, scid: `${i}` })),
    };
    for (const [before, change] of [
      [epoch, { ...admit, scid, alias: 'robert' }],
      [epoch, { ...admit, scid: stranger, alias: 'B\u043eb' }],
      [full, { ...admit, scid: stranger, alias: 'dave' }],
      [epoch, { type: 'remove', scid: stranger, end }],
      [
        { ...epoch, members: epoch.members.slice(1) },
        { type: 'remove', scid, end },
      ],
    ] as const) {
      const { number, members, rules, ended } = nextEpoch(before, certificate, change, {
        begun: [],
        lastGen: () => null,
        extended: () => null,
        leaving: () => new Map(),
      });
      expect({ number, members, rules, ended }).toEqual({
        number: before.number + 1,
        members: before.members,
        rules: before.rules,
        ended: before.ended,
      });
    }
  });
});
