import { describe, expect, test } from 'vitest';
import { controlFile, readFpmWords } from '../../../scripts/package/deb-control.ts';

const WORDS = [
  ...['-s', 'dir', '--force', '-t', 'deb', '-d', 'libnss3', '-d', 'a | b', '--deb-recommends', 'xdg-utils'],
  ...[
    '--deb-compression',
    'xz',
    '--architecture',
    'amd64',
    '--after-install',
    '/tmp/in',
    '--version',
    '1.2.0',
  ],
  ...['--description', 'Short\n A longer one.\n\nAnother.', '--package', '/out/x.deb', '--name', 'x'],
  ...['--maintainer', 'M <m@example.org>', '--url', 'https://example.org/', '--category', 'net'],
  ...['--deb-compression=zst', '--deb-compression-level=9', '--deb-suggests=nodejs (>= 22.14)'],
  ...['/build/app/=/opt/X', 'a=b.png=/usr/share/a.png'],
];

function without(option: string): string[] {
  const at = WORDS.indexOf(option);
  return [...WORDS.slice(0, at), ...WORDS.slice(at + 2)];
}

describe('what electron-builder says to fpm', () => {
  test('is read whole, the last of two values counting', () => {
    const request = readFpmWords(WORDS);
    expect(request).toMatchObject({
      name: 'x',
      compression: 'zstd',
      compressionLevel: 9,
      depends: ['libnss3', 'a | b'],
      recommends: ['xdg-utils'],
      suggests: ['nodejs (>= 22.14)'],
      files: [
        { from: '/build/app/', to: '/opt/X' },
        { from: 'a=b.png', to: '/usr/share/a.png' },
      ],
      output: '/out/x.deb',
    });
    expect([...request.scripts]).toEqual([['postinst', '/tmp/in']]);
  });

  test('becomes a control file', () => {
    expect(controlFile(readFpmWords(WORDS), 1234)).toBe(
      [
        'Package: x',
        'Version: 1.2.0',
        'Architecture: amd64',
        'Maintainer: M <m@example.org>',
        'Installed-Size: 1234',
        'Depends: libnss3, a | b',
        'Recommends: xdg-utils',
        'Suggests: nodejs (>= 22.14)',
        'Section: net',
        'Priority: optional',
        'Homepage: https://example.org/',
        'Description: Short',
        ' A longer one.',
        ' .',
        ' Another.',
        '',
      ].join('\n'),
    );
  });

  test('names no home page where its name stands for none', () => {
    const words = [...WORDS, '--url=https://ghoststack.invalid/'];
    expect(controlFile(readFpmWords(words), 1)).not.toContain('Homepage');
  });

  test.each([
    ['an option that is not known', [...WORDS, '--deb-config', 'x'], /--deb-config is not known/],
    ['an option without its value', [...WORDS, '--name'], /--name lacks its value/],
    ['no name', without('--name'), /--name is missing/],
    ['another kind of package', [...WORDS, '-t', 'rpm'], /Only a \.deb/],
    ['a compression that dpkg lacks', [...WORDS, '--deb-compression=lzo'], /no compression lzo/],
    ['a level out of range', [...WORDS, '--deb-compression-level=12'], /1 to 9, not 12/],
    ['a file without a place', [...WORDS, '/build/x'], /FROM=\/TO/],
    ['a place that is not absolute', [...WORDS, '/build/x=usr/x'], /FROM=\/TO/],
    ['a place that climbs', [...WORDS, '/build/x=/opt/../etc/x'], /FROM=\/TO/],
  ])('with %s is refused', (_what, words, message) => {
    expect(() => readFpmWords(words)).toThrow(message);
  });

  test('cannot smuggle a field into the control file', () => {
    const words = [...WORDS, '--maintainer=M\nPre-Depends: evil'];
    expect(() => controlFile(readFpmWords(words), 1)).toThrow('Maintainer must be one line');
  });
});
