import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tally } from '../../scripts/test/tally.ts';

const project = resolve(import.meta.dirname, '../..');

const FILES: Record<string, string> = {
  'passes.test.ts': `it('one', () => {}); it('two', () => { console.log('not shown'); });`,
  'fails.test.ts': `it('wrong', () => { console.log('said before'); expect(1).toBe(2); });`,
  'does-not-load.test.ts': `await import('./nowhere.ts'); it('never', () => {});`,
  'does-not-parse.test.ts': 'const = ;',
  'is-empty.test.ts': '',
  'hook-fails.test.ts': `describe('suite', () => { beforeAll(() => { throw new Error('no') }); it('inside', () => {}); });`,
  'after-fails.test.ts': `describe('suite', () => { afterAll(() => { throw new Error('no') }); it('inside', () => {}); });`,
  'dies.test.ts': `it('kills', () => { process.kill(process.pid, 'SIGKILL'); }); it('after', () => {});`,
  'rejects.test.ts': `it('leaves a rejection', async () => { Promise.reject(new Error('lost')); await new Promise(setImmediate); });`,
  'second.test.ts': `let tries = 0; it('comes late', { retry: 1 }, () => { tries += 1; expect(tries).toBe(2); });`,
  'set-up.test.ts': `
    import { setUp } from '${project}/test/support/set-up.ts';
    describe('a street', () => {
      let made = 0;
      setUp('two houses', {
        make: async () => { made += 1; if (made === 1) throw new Error('no bricks'); },
        clear: async () => undefined,
        limitMs: 1_000,
      });
      it('stands', () => expect(made).toBe(2));
    });
    describe('a ruin', () => {
      setUp('a wall', { make: () => new Promise(() => {}), clear: async () => undefined, limitMs: 10 });
      it('is not reached', () => {});
    });
  `,
  'only.test.ts': `it.only('this', () => {});`,
  'skips.test.ts': `
    it('for a reason', (context) => context.skip('no display'));
    describe.skip('a window (skipped: no Xvfb)', () => it('opens', () => {}));
    it.skip('silently', () => {});
    it.todo('later');
  `,
};

/** Stories: what one test leaves the next one needs, and a test alone cannot begin again. */
const STORIES: Record<string, string> = {
  'unlucky.test.ts': `
    import { existsSync, writeFileSync } from 'node:fs';
    const been = new URL('been-here', import.meta.url);
    let chapters = 0;
    it('begins', () => { chapters += existsSync(been) ? 1 : 0; writeFileSync(been, ''); });
    it('goes on', () => expect(chapters).toBe(1));
  `,
  'broken.test.ts': `it('is wrong', () => { expect(1).toBe(2); });`,
  'sound.test.ts': `it('is right', () => {});`,
};

/** Runs the files as `npm test` does. */
async function runAll(
  root: string,
  files: Record<string, string>,
): Promise<{ tally: Tally; output: string }> {
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  for (const [name, text] of Object.entries(files)) {
    const head = "import { afterAll, beforeAll, describe, expect, it } from 'vitest';\n";
    writeFileSync(join(root, name), text === '' ? '' : head + text);
  }
  const script = join(project, 'test/support/run-vitest.ts');
  const env: Record<string, string | undefined> = { ...process.env, NO_COLOR: '1' };
  for (const name of ['VITEST', 'VITEST_POOL_ID', 'VITEST_WORKER_ID', 'NODE_ENV']) delete env[name];
  const run = await promisify(execFile)(process.execPath, [script, root], { env, maxBuffer: 10_000_000 });
  return { tally: JSON.parse(run.stdout.trim().split('\n').at(-1) ?? ''), output: run.stderr };
}

it('runs a file once more as a whole, names what passed only then, and counts what fails again once', async () => {
  const root = mkdtempSync(join(tmpdir(), 'ghoststack-runner-'));
  try {
    const { tally, output } = await runAll(root, STORIES);
    expect(tally).toEqual({
      passed: 3,
      failed: 1,
      failures: ['broken.test.ts > is wrong'],
      secondTries: ['unlucky.test.ts > goes on'],
      skipped: [],
    });
    expect(output).toMatch(/AssertionError: expected \+?0 to be 1[\s\S]*Once more[\s\S]*✓ unlucky/);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

describe('the count of npm test', () => {
  let root: string;
  let tally: Tally;
  let output: string;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'ghoststack-runner-'));
    ({ tally, output } = await runAll(root, FILES));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('counts what passed, and only that', () => {
    // Two of passes, one each of after-fails (the test itself), rejects (likewise), second and set-up.
    expect(tally.passed).toBe(6);
  });

  it('names what passed at the second try, and says why it failed at the first', () => {
    expect(tally.secondTries.sort()).toEqual(['second.test.ts > comes late', 'set-up.test.ts > two houses']);
    expect(output).toMatch(/Tried once more: two houses\s+Error: no bricks/);
    expect(output).toMatch(/passed at the second try: comes late\s+AssertionError: expected 1 to be 2/);
  });

  it.each([
    'fails.test.ts > wrong',
    'does-not-load.test.ts > the file could not be run',
    'does-not-parse.test.ts > the file could not be run',
    'is-empty.test.ts > the file holds no test',
    'hook-fails.test.ts > suite (outside of its tests)',
    'hook-fails.test.ts > suite > inside (not reached)',
    'after-fails.test.ts > suite (outside of its tests)',
    'set-up.test.ts > a ruin (outside of its tests)',
    'set-up.test.ts > a ruin > is not reached (not reached)',
    'dies.test.ts > kills (did not end)',
    'dies.test.ts > after (did not end)',
    'only.test.ts > this',
  ])('counts %s as failed', (failure) => expect(tally.failures).toContain(failure));

  it('counts a rejection and a dead process as failures of their own', () => {
    const unhandled = tally.failures.filter((failure) => failure.startsWith('unhandled error'));
    expect(unhandled.join('\n')).toContain('lost');
    expect(unhandled).toHaveLength(2);
    expect(tally.failed).toBe(14);
  });

  it('names each skipped test with its reason', () => {
    expect(tally.skipped).toEqual(
      expect.arrayContaining([
        { name: 'skips.test.ts > for a reason', reason: 'no display' },
        { name: 'skips.test.ts > a window > opens', reason: 'no Xvfb' },
        { name: 'skips.test.ts > silently', reason: 'the source gives no reason' },
        { name: 'skips.test.ts > later', reason: 'not written yet' },
      ]),
    );
    expect(tally.skipped).toHaveLength(4);
  });

  it('shows what a failing test printed, and not what a passing one did', () => {
    expect(output).toContain('| said before');
    expect(output).not.toContain('not shown');
  });
});
