import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formerBuild } from '../../../scripts/bench/former-build.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const never = new AbortController().signal;

/** A repository whose build writes out/built; gives the commit before its newest. */
function repository(build = "fs.writeFileSync('out', fs.readFileSync('word'))"): {
  project: string;
  commit: string;
} {
  const project = temporaryFolder();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: project }).toString();
  git('init', '-q');
  mkdirSync(join(project, 'scripts'));
  writeFileSync(join(project, 'package.json'), '{"name":"tiny","version":"1.0.0","type":"module"}');
  writeFileSync(
    join(project, 'package-lock.json'),
    '{"name":"tiny","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"tiny","version":"1.0.0"}}}',
  );
  writeFileSync(join(project, 'scripts/build.ts'), `import fs from 'node:fs'; ${build};`);
  writeFileSync(join(project, 'word'), 'older');
  git('add', '.');
  git('commit', '-qm', 'Begin');
  const commit = git('rev-parse', 'HEAD').trim();
  writeFileSync(join(project, 'word'), 'newer');
  git('commit', '-qam', 'Go on');
  return { project, commit };
}

test('a former commit is built once, beside the project, and kept', async () => {
  const { project, commit } = repository();
  const cache = temporaryFolder();
  const said: string[] = [];
  const build = () =>
    formerBuild({
      project,
      commit,
      cache,
      signal: never,
      say: (text) => said.push(text.split(' ')[0] ?? ''),
    });
  const folders = [await build(), await build()];
  expect(new Set(folders).size).toBe(1);
  expect(readFileSync(join(folders[0] ?? '', 'out'), 'utf8')).toBe('older');
  expect(said).toEqual(['checks', 'installs', 'builds']);
  expect(readFileSync(join(project, 'word'), 'utf8')).toBe('newer');
});

test('what is broken off leaves neither a folder nor a worktree', async () => {
  const { project, commit } = repository('setInterval(() => undefined, 1_000)');
  const cache = temporaryFolder();
  const abort = new AbortController();
  const building = formerBuild({
    project,
    commit,
    cache,
    signal: abort.signal,
    say: (text) => {
      if (text.startsWith('builds')) setImmediate(() => abort.abort(new Error('broken off')));
    },
  });
  await expect(building).rejects.toThrow('broken off');
  expect(readdirSync(cache)).toEqual([]);
  expect(existsSync(join(project, '.git/worktrees'))).toBe(false);
});

test('without the commit, or where it does not build, the reason is given', async () => {
  const { project, commit } = repository("throw new Error('no such tool')");
  const options = { project, cache: temporaryFolder(), signal: never, say: () => undefined };
  await expect(formerBuild({ ...options, commit: 'f'.repeat(40) })).rejects.toThrow('has no commit fffffff');
  await expect(formerBuild({ ...options, commit })).rejects.toThrow('no such tool');
});
