import { describe, expect, it } from 'vitest';
import { DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import { speaking } from '#shared/words/language.ts';
import {
  readRules,
  readTime,
  sameRules,
  timeError,
  writtenRules,
  writtenTime,
} from '../../../renderer/features/governance/rules-form.ts';

describe('the form for the rules of the cell', () => {
  it('writes a time in the largest unit that needs no fraction', () => {
    expect(writtenTime(86_400_000)).toEqual({ text: '1', unit: 'days' });
    expect(writtenTime(90_000)).toEqual({ text: '90', unit: 'seconds' });
    expect(writtenTime(1500)).toEqual({ text: '1.5', unit: 'seconds' });
    expect(writtenTime(0)).toEqual({ text: '0', unit: 'seconds' });
  });

  it.each([86_400_000, 7_200_000, 90_000, 1500, 1, 0])('reads %i ms back as it wrote them', (lengthMs) => {
    expect(readTime(writtenTime(lengthMs))).toBe(lengthMs);
  });

  it('writes a fraction as the language does, and reads it back', () => {
    const german = speaking('de', () => writtenTime(1500));
    expect(german).toEqual({ text: '1,5', unit: 'seconds' });
    expect(readTime(german)).toBe(1500);
  });

  it('takes a decimal comma, and nothing that is no number', () => {
    expect(readTime({ text: ' 1,5 ', unit: 'hours' })).toBe(5_400_000);
    for (const text of ['', 'soon', '-1', '1e3', '1.2.3', '0x10', '1 2']) {
      expect(readTime({ text, unit: 'days' }), text).toBeNull();
    }
  });

  it('keeps to the limits of each rule', () => {
    expect(timeError('deadlineMs', { text: '365', unit: 'days' })).toBeNull();
    expect(timeError('deadlineMs', { text: '365.1', unit: 'days' })).toBe('At most 365 days.');
    expect(timeError('turnMs', { text: '0.9', unit: 'seconds' })).toBe('At least 1 s.');
    expect(timeError('graceMs', { text: '0', unit: 'seconds' })).toBeNull();
  });

  it('gives the rules that it was begun with, also with a number of liars', () => {
    for (const f of [null, 0, 1, 2]) {
      const rules = { ...DEFAULT_CELL_RULES, f };
      const read = readRules(rules, writtenRules(rules));
      expect(read).toEqual(rules);
      expect(read && sameRules(rules, read)).toBe(true);
      expect(sameRules(rules, { ...rules, turnMs: rules.turnMs + 1 })).toBe(false);
    }
  });

  it('gives no rules while a field is wrong', () => {
    const written = { ...writtenRules(DEFAULT_CELL_RULES), graceMs: { text: '', unit: 'days' as const } };
    expect(readRules(DEFAULT_CELL_RULES, written)).toBeNull();
  });
});
