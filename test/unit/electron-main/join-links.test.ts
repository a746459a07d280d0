import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { describe, expect, test } from 'vitest';
import {
  codeInHash,
  codeInPresentHash,
  codeInRecoverHash,
  joinHash,
  presentHash,
  recoverHash,
} from '#shared/words/format/join-link.ts';
import { JoinLinks, linkHash, wordsForFirst } from '../../../electron/main/lifecycle/join-links.ts';

const CODE = 'eyJ2IjoxfQ-_.0123abcd';
const LINK = `ghoststack://join/${CODE}`;
const HASH = `#/join/${CODE}`;
const longCode = (length: number) => `${'a'.repeat(length - 9)}.0123abcd`;

describe('a link to join', () => {
  test('is found among the words of a command line', () => {
    expect(linkHash(['/opt/app', '--home', '/a', LINK])).toBe(HASH);
  });

  test('may have a code of 4096 characters, and no more', () => {
    expect(linkHash([`ghoststack://join/${longCode(4096)}`])).toBe(joinHash(longCode(4096)));
    expect(linkHash([`ghoststack://join/${longCode(4097)}`])).toBeNull();
  });

  test.each([
    ['another scheme', `https://join/${CODE}`],
    ['another host', `ghoststack://settings/${CODE}`],
    ['no code', 'ghoststack://join/'],
    ['a code without its check', 'ghoststack://join/eyJ2IjoxfQ'],
    ['a check in capitals', 'ghoststack://join/eyJ2IjoxfQ.0123ABCD'],
    ['a check that is too long', `${LINK}0`],
    ['a query', `${LINK}?x=1`],
    ['a fragment', `${LINK}#/settings`],
    ['a path after it', `${LINK}/settings`],
    ['an escape', 'ghoststack://join/a%2Fb.0123abcd'],
    ['a space before it', ` ${LINK}`],
    ['a line after it', `${LINK}\n`],
    ['markup', 'ghoststack://join/<img>.0123abcd'],
    ['a user name', `ghoststack://me@join/${CODE}`],
  ])('with %s is passed over', (_what, word) => {
    expect(linkHash([word])).toBeNull();
  });

  test('to come back leads to where a lost computer is asked for', () => {
    expect(linkHash(['/opt/app', `ghoststack://recover/${CODE}`])).toBe(recoverHash(CODE));
    expect(codeInRecoverHash(recoverHash(CODE))).toBe(CODE);
    expect(codeInRecoverHash(joinHash(CODE))).toBeNull();
    expect(linkHash([`ghoststack://recover/${CODE}/x`])).toBeNull();
  });

  test('to show a credential leads to where is asked what of it', () => {
    const request = 'eyJ2IjoxfQ-_';
    expect(linkHash(['/opt/app', `ghoststack://present/${request}`])).toBe(presentHash(request));
    expect(codeInPresentHash(presentHash(request))).toBe(request);
    expect(codeInPresentHash(joinHash(CODE))).toBeNull();
    expect(linkHash([`ghoststack://present/${'a'.repeat(5462)}`])).toBe(presentHash('a'.repeat(5462)));
    for (const wrong of ['', 'a'.repeat(5463), 'a/b', 'a?x=1', 'a.0123abcd', 'a%2Fb', '<img>'])
      expect(linkHash([`ghoststack://present/${wrong}`])).toBeNull();
  });

  test('comes out of the dashboard’s address as it went in', () => {
    expect(codeInHash(joinHash(CODE))).toBe(CODE);
    expect(codeInHash('#/join/none')).toBeNull();
    expect(codeInHash('#/messages/58')).toBeNull();
  });
});

describe('links from the operating system', () => {
  function links(words: readonly string[] = []) {
    const app = new EventEmitter();
    const opened: (string | null)[] = [];
    const joinLinks = new JoinLinks(app as unknown as App, words);
    return { app, opened, start: () => joinLinks.start((hash) => opened.push(hash)) };
  }

  test('on our own command line is opened with the window', () => {
    const { opened, start } = links(['/opt/app', LINK]);
    start();
    expect(opened).toEqual([HASH]);
  });

  test('that comes before the window is there waits for it', () => {
    const { app, opened, start } = links();
    let prevented = false;
    app.emit('open-url', { preventDefault: () => (prevented = true) }, LINK);
    app.emit('second-instance', {}, ['/opt/app']);
    expect(opened).toEqual([]);
    start();
    expect(opened).toEqual([HASH]);
    expect(prevented).toBe(true);
  });

  test('of a second instance is opened in the first; without one, its window is shown', () => {
    const { app, opened, start } = links();
    start();
    app.emit('second-instance', {}, ['/opt/app', LINK]);
    app.emit('second-instance', {}, ['/opt/app', 'ghoststack://other']);
    expect(opened).toEqual([null, HASH, null]);
  });

  test('to show a credential is opened as one to join is: at the start, from a second instance, and by macOS', () => {
    const present = 'ghoststack://present/eyJ2IjoxfQ-_';
    const { app, opened, start } = links(['/opt/app', present]);
    start();
    app.emit('second-instance', {}, ['/opt/app'], '/', wordsForFirst(['/opt/app', present]));
    app.emit('open-url', { preventDefault() {} }, present);
    app.emit('second-instance', {}, ['/opt/app'], '/', wordsForFirst(['/opt/app', `${present}?x=1`]));
    const hash = presentHash('eyJ2IjoxfQ-_');
    expect(opened).toEqual([hash, hash, hash, null]);
  });

  test('of a second instance is read in the words that it handed over, not in those that Chromium tore apart', () => {
    const { app, opened, start } = links();
    start();
    const torn = ['/opt/app', '--home', LINK, '/a'];
    app.emit('second-instance', {}, torn, '/', wordsForFirst(['/opt/app', '--home', '/a']));
    app.emit('second-instance', {}, ['/opt/app'], '/', wordsForFirst(['/opt/app', LINK]));
    for (const strange of [null, 'words', { words: 'x' }]) {
      app.emit('second-instance', {}, ['/opt/app', LINK], '/', strange);
    }
    app.emit('second-instance', {}, ['/opt/app', LINK], '/', { words: [1, null] });
    expect(opened).toEqual([null, null, HASH, HASH, HASH, HASH, null]);
  });

  test('that is not one to join does nothing', () => {
    const { app, opened, start } = links();
    start();
    app.emit('open-url', { preventDefault() {} }, 'ghoststack://other/x');
    expect(opened).toEqual([null]);
  });
});
