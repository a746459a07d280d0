import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { homeFolder } from '../../../electron/main/lifecycle/arguments.ts';

describe('the folder of the node', () => {
  test.each([
    [['electron', '.', '--home', '/a/b'], '/a/b'],
    [['electron', '.', '--home=/a/b'], '/a/b'],
    [['electron', '.', '--home', 'rel'], resolve('rel')],
    [['electron', '.'], '/data/node'],
    [['electron', '.', '--home'], '/data/node'],
    [['electron', '.', '--home', '--no-sandbox'], '/data/node'],
    [['electron', '.', '--home='], '/data/node'],
  ])('of %j is %s', (words, folder) => {
    expect(homeFolder(words, '/data')).toBe(folder);
  });
});
