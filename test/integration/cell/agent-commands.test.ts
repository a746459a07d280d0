import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LIFE_STIMULI } from '#shared/contract/domain/life-stimuli.ts';
import { twoMembers } from '../../support/cell/cell-home.ts';
import { ghoststack } from '../../support/headless-node.ts';
import { pollUntil } from '../../support/poll-until.ts';

interface Shown {
  readonly autonomy: string;
  readonly braked: boolean;
  readonly budget: { actsPerDay: number; quiet: object | null; people: string[] | null };
  readonly suggestion: { cycle: number; digest: string } | null;
}

/** The refusal of a command, as it ends and what it says. */
const refused = (code: number, said: string) => ({ code, stderr: expect.stringContaining(said) });

test('the agent is bounded, stopped, asked and checked at a terminal as in the window', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-agent-'));
  const { alice, bob } = await twoMembers(folder);
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const stimulus = () => alice.run('stimulus', 'visual', '--intensity', '0.8', '--novelty', '0.9');
  const shown = (...words: string[]) => alice.run<Shown>('agent', ...words);
  try {
    const bounded = await shown('act', '--acts', '3', '--quiet', 'none', '--people', 'bob');
    expect(bounded).toMatchObject({
      autonomy: 'act',
      budget: { actsPerDay: 3, quiet: null, people: ['bob'] },
    });
    await expect(shown('--quiet', '25:00-7:00')).rejects.toMatchObject(refused(2, '22:00-7:00'));
    await expect(shown('--people', 'zoe')).rejects.toMatchObject(refused(1, 'zoe'));

    // A script is tried first, named where it is wrong, and used when that is said.
    const script = file('script.json', '{"rules": [], "otherwise": "explore"}');
    const wrong = file('wrong.json', '{"rules": [],\n "otherwise": perhaps}');
    await stimulus();
    // What the node lives through meanwhile is remembered as well.
    const tried = await alice.run<{ of: number; times: object }>('policy', script);
    expect(tried).toMatchObject({ times: { explore: tried.of, wait: 0 }, used: false });
    expect(tried.of).toBeGreaterThan(0);
    await expect(alice.run('policy', wrong)).rejects.toMatchObject(refused(1, 'line 2, column 15'));
    expect(await alice.run('policy')).toMatchObject({ name: 'softmax' });
    await alice.run('policy', '--use', script);

    // What it suggests, why, and the cycle as a file that anyone goes through, without any home.
    await stimulus();
    const { suggestion } = await shown();
    const saved = join(folder, 'cycle.json');
    const why = await alice.run('why', String(suggestion!.cycle), saved);
    expect(why).toMatchObject({ digest: suggestion!.digest, cycle: { action: 'explore' }, act: null });
    expect(await ghoststack('check-cycle', '--digest', suggestion!.digest, saved)).toMatchObject({
      ok: true,
    });
    const changed = file(
      'changed.json',
      readFileSync(saved, 'utf8').replace('"explore": 1', '"explore": 0.9'),
    );
    await expect(ghoststack('check-cycle', changed)).rejects.toMatchObject(refused(1, 'explore is 0.9'));

    // A stop stops at once; nothing is suggested until it goes on.
    expect(await shown('stop')).toMatchObject({ braked: true, suggestion: null });
    await stimulus();
    expect(await shown()).toMatchObject({ braked: true, suggestion: null });
    await expect(shown('accept')).rejects.toMatchObject(refused(1, 'suggests nothing'));
    await shown('go');
    await stimulus();
    await expect(shown('dismiss', '--draft')).rejects.toMatchObject(refused(2, 'accept --draft'));
    expect(await shown('accept')).toMatchObject({ suggestion: null, proposed: { state: 'voting' } });
    await stimulus();
    expect(await shown('accept', '--draft')).toMatchObject({
      suggestion: null,
      proposed: { state: 'draft' },
    });

    // Episodes by likeness; what is felt; a list that is gone through.
    expect(await alice.run('episodes', '--like', '1', '--limit', '2', '--last', '1')).toMatchObject({
      found: [{ distance: expect.any(Number) }, {}],
    });
    await expect(alice.run('episodes', '--lived', 'rain')).rejects.toMatchObject(refused(2, 'peer-lost'));
    const felt = file(
      'felt.json',
      JSON.stringify({ ...LIFE_STIMULI, 'peer-back': { type: 'visual', intensity: 1, novelty: 0 } }),
    );
    expect(await alice.run('mapping', felt)).toMatchObject({ 'peer-back': { intensity: 1 } });
    expect(await alice.run('mapping', 'defaults')).toEqual(LIFE_STIMULI);
    const list = file('list.csv', 'type,intensity,novelty\nvisual,0.5,0.5\nauditory,0.2,0.8\n');
    await expect(alice.run('stimuli', file('bad.csv', 'visual,2,0'))).rejects.toMatchObject(
      refused(1, 'Line 1'),
    );
    expect(await alice.run('stimuli', list, '--times', '500', '--per-second', '0.1')).toMatchObject({
      total: 1000,
    });
    expect(await alice.run('stimuli', 'step')).toMatchObject({ done: 1, paused: true });
    await alice.run('stimuli', 'stop');
    expect(
      await pollUntil(
        () => alice.run('stimuli'),
        (run) => run === null,
      ),
    ).toBeNull();
  } finally {
    await Promise.all([alice.stop(), bob.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
});
