import { sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appFile } from '../../../electron/main/security/app-file.ts';

const ROOT = '/opt/ghoststack/out/renderer';

describe('the files that app:// serves', () => {
  test('are those of the built dashboard, with their type', () => {
    expect(appFile(ROOT, 'app://ghoststack/')).toEqual({
      path: `${ROOT}/index.html`,
      contentType: 'text/html; charset=utf-8',
    });
    expect(appFile(ROOT, 'app://ghoststack/assets/index-1a2b.js?x=1#y')).toEqual({
      path: `${ROOT}/assets/index-1a2b.js`,
      contentType: 'text/javascript; charset=utf-8',
    });
  });

  test.each([
    'app://ghoststack/../package.json',
    'app://ghoststack/%2e%2e/%2e%2e/etc/passwd.json',
    'app://ghoststack/..%2f..%2fpackage.json',
    'app://ghoststack/assets/..%5c..%5cpackage.json',
    'app://ghoststack/index.html%00.js',
    'app://ghoststack/%ff.js',
  ])('never lie outside of it: %s', (url) => {
    const file = appFile(ROOT, url);
    expect(file === null || file.path.startsWith(ROOT + sep)).toBe(true);
    expect(file?.path ?? '').not.toMatch(/\.\.|\0|\\/);
  });

  test.each([
    ['another host', 'app://ghoststack.evil/index.html'],
    ['another scheme', 'file:///index.html'],
    ['a port', 'app://ghoststack:1/index.html'],
    ['a user', 'app://user@ghoststack/index.html'],
    ['a kind of file that the dashboard has none of', 'app://ghoststack/key.db'],
    ['no URL', 'index.html'],
  ])('are not found under %s', (_what, url) => {
    expect(appFile(ROOT, url)).toBeNull();
  });

  test('stay inside for any path whatever', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (path) => {
        const file = appFile(ROOT, `app://ghoststack/${path}.js`);
        return file === null || (file.path.startsWith(`${ROOT}/`) && !file.path.split('/').includes('..'));
      }),
    );
  });
});
