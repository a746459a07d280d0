import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const documents = globSync('{*.md,docs/**/*.md}', { cwd: root }).sort();

describe.each(documents)('%s', (path) => {
  const text = readFileSync(join(root, path), 'utf8');
  const prose = text.replace(/```.*?```/gs, '');

  it('links only to what exists', () => {
    const links = [...prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target ?? '');
    const local = links.filter((target) => !/^[a-z]+:/.test(target));
    expect(local.filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([]);
  });

  it('names only documents and sources that exist', () => {
    const names = [
      ...prose.matchAll(
        /`?\b((?:docs|scripts|electron|renderer|shared|resources|test)\/[\w./-]*\w\.(?:tsx?|md|json)\b)/g,
      ),
    ];
    expect(names.map(([, name]) => name ?? '').filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const names = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name ?? '');
    expect(names.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});

it('the README begins with what this is and its two commands', () => {
  const [title, , sentence, , fence, ...commands] = readFileSync(join(root, 'README.md'), 'utf8').split('\n');
  expect(title).toBe('# GhostStack');
  expect(sentence).toMatch(/^GhostStack is .*\.$/);
  expect(fence).toBe('```sh');
  expect(commands.slice(0, 2)).toEqual([
    expect.stringMatching(/^npm ci && npm start\b/),
    expect.stringMatching(/^npm ci && npm test\b/),
  ]);
});
