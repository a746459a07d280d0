/** A cell of alice, bob, carol and mallory, whose place a hostile member has taken, for the tests of one file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { CellRules } from '#shared/protocol/closing/bodies.ts';
import { CellHome } from '../cell/cell-home.ts';
import { pollUntil } from '../poll-until.ts';
import { HostileMember } from './hostile-member.ts';
import { quickCell } from './quick-cell.ts';

export const NAMES = ['alice', 'bob', 'carol', 'mallory'] as const;
export const HONEST = ['alice', 'bob', 'carol'] as const;

export interface HostileCell {
  readonly honest: readonly [CellHome, CellHome, CellHome];
  readonly hostile: HostileMember;
}

export function hostileCell(rules: Partial<CellRules> = {}): () => HostileCell {
  let folder = '';
  let homes: CellHome[] = [];
  let cell: HostileCell | null = null;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ghoststack-hostile-'));
    homes = NAMES.map((name) => new CellHome(folder, name));
    await quickCell(homes, rules);
    const [alice, bob, carol, mallory] = homes as [CellHome, CellHome, CellHome, CellHome];
    await mallory.stop();
    const honest = [alice, bob, carol] as const;
    cell = { honest, hostile: await HostileMember.takeOver(mallory, honest) };
  });

  afterAll(async () => {
    await cell?.hostile.stop();
    await Promise.all(homes.map((home) => home.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  return () => {
    if (!cell) throw new Error('the cell has not been made');
    return cell;
  };
}

/** Waits until a home shows an entry of the hostile member that counts for nothing, with her name and a reason. */
export async function isNamed(home: CellHome, { hostile }: HostileCell, reason = /./): Promise<void> {
  await pollUntil(
    async () => {
      const page = { before: null, limit: 500, author: hostile.scid };
      const { receipts } = await home.ask('log.page', page);
      return receipts
        .filter((receipt) => !receipt.valid)
        .map((receipt) => `${receipt.name}: ${receipt.reason}`);
    },
    (shown) => shown.some((line) => line.startsWith('mallory: ') && reason.test(line)),
  );
}
