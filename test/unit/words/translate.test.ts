import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { VERSION } from '#shared/contract/version.ts';
import { CATALOGUES } from '#shared/words/catalogues.ts';
import { t, tParts } from '#shared/words/translate.ts';

describe('strings', () => {
  test('every one is a well-formed message without stray space', () => {
    for (const [key, text] of Object.entries(CATALOGUES.en)) {
      expect(() => new IntlMessageFormat(text, 'en'), key).not.toThrow();
      expect(text.trim(), key).toBe(text);
      expect(text, key).not.toBe('');
    }
  });

  test('no string shouts, blames or says OK', () => {
    for (const [key, text] of Object.entries(CATALOGUES.en)) {
      // An address says what it says.
      expect(text.replaceAll(/https:\S+/g, ''), key).not.toMatch(/!|\boops\b|\bsorry\b|\bOK\b|\binvalid\b/i);
    }
  });

  test('no value is named b: that is the tag of emphasis', () => {
    for (const [key, text] of Object.entries(CATALOGUES.en)) expect(text, key).not.toMatch(/\{b\s*[,}]/);
  });

  test('a name that looks like markup stays a name', () => {
    expect(t('reason.peer.side.offline', { name: '<b>eve</b>{x}' })).toBe('<b>eve</b>{x} is offline');
  });

  test('the emphasized part is told apart', () => {
    expect(tParts('reason.peer.side.offline', { name: 'bob' })).toEqual([
      { strong: true, text: 'bob' },
      { strong: false, text: ' is offline' },
    ]);
  });

  test('plurals agree with their number', () => {
    expect(t('reason.peer.wait', { n: 1 })).toBe('1 message waits.');
    expect(t('reason.peer.wait', { n: 3 })).toBe('3 messages wait.');
  });
});

test('the version shown is that of package.json', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(VERSION).toBe(version);
});
