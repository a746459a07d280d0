import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { savedName } from '../../../../electron/node/messaging/files/file-name.ts';

const whole = (given: string) => savedName(given).whole;

describe('The name under which a file is saved', () => {
  it.each([
    ['plan.pdf', 'plan.pdf'],
    ['..\\..\\a\u202Egpj.exe', 'a_gpj.exe'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\calc.exe', 'calc.exe'],
    ['/absolute/a b.txt', 'a b.txt'],
    ['mixed/and\\last.txt', 'last.txt'],
    ['\\\\host\\share\\x', 'x'],
    ['.bashrc', 'bashrc'],
    ['...hidden', 'hidden'],
    ['.', 'file'],
    ['..', 'file'],
    ['...', 'file'],
    ['', 'file'],
    ['/', 'file'],
    ['a/', 'file'],
    ['   ', 'file'],
    ['. .', 'file'],
    ['ends. . .', 'ends'],
    ['spaces.txt   ', 'spaces.txt'],
    ['a<b>c:d"e|f?g*h', 'a_b_c_d_e_f_g_h'],
    ['stream.txt:evil.exe', 'stream.txt_evil.exe'],
    ['nul', '_nul'],
    ['NUL.txt', '_NUL.txt'],
    ['Con.tar.gz', '_Con.tar.gz'],
    ['aux ', '_aux'],
    ['aux .txt', '_aux .txt'],
    ['COM1', '_COM1'],
    ['com¹.log', '_com¹.log'],
    ['lpt9.x', '_lpt9.x'],
    ['CONIN$', '_CONIN$'],
    ['console.txt', 'console.txt'],
    ['com10.txt', 'com10.txt'],
    ['.con', '_con'],
    ['line\nfeed\r\t\u0000.txt', 'line_feed___.txt'],
    ['c1\u0085\u009f', 'c1__'],
    ['isolate\u2066x\u2069.png', 'isolate_x_.png'],
    ['marks\u200e\u200f\u061c.png', 'marks___.png'],
    ['para\u2029graph\u2028.png', 'para_graph_.png'],
    ['half\ud83d.png', 'half_.png'],
    ['family 👨‍👩‍👧.png', 'family 👨‍👩‍👧.png'],
    ['größe ⅓ ж.txt', 'größe ⅓ ж.txt'],
  ])('of %j is %j', (given, expected) => {
    expect(whole(given)).toBe(expected);
  });

  it('shows the last extension apart from the rest', () => {
    expect(savedName('invoice.pdf      .exe')).toMatchObject({ stem: 'invoice.pdf      ', extension: 'exe' });
    expect(savedName('archive.tar.gz')).toMatchObject({ stem: 'archive.tar', extension: 'gz' });
    expect(savedName('README')).toMatchObject({ stem: 'README', extension: '' });
    expect(savedName(`a.${'x'.repeat(21)}`)).toMatchObject({ extension: '' });
  });

  it('has at most 120 units, and keeps the extension', () => {
    expect(whole(`${'n'.repeat(250)}.pdf`)).toBe(`${'n'.repeat(116)}.pdf`);
    expect(whole('n'.repeat(250))).toBe('n'.repeat(120));
    // No half of a character, and nothing at the end that a system takes away again.
    expect(whole(`${'n'.repeat(115)}👻👻.pdf`)).toBe(`${'n'.repeat(115)}.pdf`);
    expect(whole(`${'n'.repeat(119)}  ${'m'.repeat(30)}`)).toBe('n'.repeat(119));
    expect(whole(`con.${'x'.repeat(200)}`)).toHaveLength(120);
  });

  it('holds for any text, and of its own result is the same', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        '.',
        ' ',
        '/',
        '\\',
        'a',
        'con',
        'nul',
        '\u202e',
        '\u0000',
        ':',
        '👻',
        '\ud83d',
        'é',
      ),
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 255 })), (given) => {
        const { whole: name, stem, extension } = savedName(given);
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(120);
        expect(name).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}<>:"|?*/\\]/u);
        expect(name).not.toMatch(/^\.|[. ]$/u);
        expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu);
        expect(extension === '' ? stem : `${stem}.${extension}`).toBe(name);
        expect(savedName(name).whole).toBe(name);
      }),
      { numRuns: 300 },
    );
  });
});
