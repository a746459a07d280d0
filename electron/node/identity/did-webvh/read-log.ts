import type { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
import { DID_LOG_MAX } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { parseStrictJson } from '../../crypto/strict-json.ts';
import { type DidLogEntry, LogEntryShape } from './entry.ts';
import { DidLogError, type DidLogRule } from './log-error.ts';
import { ParameterChanges } from './parameters.ts';

export const DID_LOG_MAX_BYTES = 256 * 1024;
export const DID_LOG_MAX_ENTRIES = DID_LOG_MAX;
export const DID_LOG_ENTRY_MAX_BYTES = 32 * 1024;

/**
 * The entries of a log in any of the forms in which it travels: JSON Lines as text or bytes, or a list of values
 * that were parsed before. They are our own copies, of the right shape, and nothing else is known of them. Throws
 * DidLogError.
 */
export function readDidLog(log: unknown): DidLogEntry[] {
  const lines = Array.isArray(log) ? linesOfValues(log) : linesOfText(textOf(log));
  if (lines.length === 0) throw new DidLogError('syntax', null, says('error.didLog.noEntries'));
  return lines.map((line, index) => readEntry(line, index + 1));
}

/** JSON Lines, as `did.jsonl` holds them. */
export function formatDidLog(log: readonly DidLogEntry[]): string {
  return log.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

/** UTF-8 text of at most DID_LOG_MAX_BYTES, from text or bytes. */
export function textOf(value: unknown): string {
  const bytes =
    typeof value === 'string' ? Buffer.byteLength(value) : value instanceof Uint8Array ? value.length : null;
  if (bytes === null) throw new DidLogError('syntax', null, says('error.didLog.notTextNorList'));
  if (bytes > DID_LOG_MAX_BYTES) {
    throw new DidLogError('size', null, says('error.didLog.bytes', { bytes, limit: DID_LOG_MAX_BYTES }));
  }
  if (typeof value === 'string') return value;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value as Uint8Array);
  } catch {
    throw new DidLogError('syntax', null, says('error.didLog.notUtf8'));
  }
}

function linesOfText(text: string): string[] {
  if (text === '') return [];
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  requireCount(lines.length);
  return lines;
}

function linesOfValues(values: readonly unknown[]): string[] {
  requireCount(values.length);
  let bytes = 0;
  // By index: holes are refused, not skipped.
  return Array.from({ length: values.length }, (_, index) => {
    const line = jsonOf(values[index], index + 1);
    bytes += Buffer.byteLength(line);
    if (bytes > DID_LOG_MAX_BYTES) {
      throw new DidLogError(
        'size',
        index + 1,
        says('error.didLog.bytesWithEntry', { limit: DID_LOG_MAX_BYTES }),
      );
    }
    return line;
  });
}

/** The value as text of its own, so that nothing that the caller holds can change under the checks. */
function jsonOf(value: unknown, entry: number): string {
  try {
    return canonicalize(value);
  } catch {
    throw new DidLogError('syntax', entry, says('error.didLog.notJson'));
  }
}

function requireCount(count: number): void {
  if (count > DID_LOG_MAX_ENTRIES) {
    throw new DidLogError('size', null, says('error.didLog.entries', { count, limit: DID_LOG_MAX_ENTRIES }));
  }
}

function readEntry(line: string, entry: number): DidLogEntry {
  // JSON Lines: one value a line and no white space around it, so that a log has one spelling.
  if (!line.startsWith('{') || !line.endsWith('}')) {
    throw new DidLogError('syntax', entry, says('error.didLog.notOneLine'));
  }
  const value = parseLine(line, entry);
  const shape = LogEntryShape.safeParse(value);
  if (!shape.success) throw schemaError('syntax', entry, shape.error);
  const parameters = ParameterChanges.safeParse((value as DidLogEntry).parameters);
  if (!parameters.success) throw schemaError('parameters', entry, parameters.error);
  // What is hashed is the value itself, never what a schema made of it.
  return value as DidLogEntry;
}

function parseLine(line: string, entry: number): unknown {
  try {
    return parseStrictJson(line, { maxBytes: DID_LOG_ENTRY_MAX_BYTES });
  } catch (error) {
    if (!(error instanceof GhostStackError)) throw error;
    const rule = error.code === 'too-large' ? 'size' : 'syntax';
    const { says: sentence } = error;
    const whole = says('error.didLog.entryUnreadable', { rule, entry, sentence });
    throw new DidLogError(rule, entry, sentence, whole);
  }
}

function schemaError(rule: DidLogRule, entry: number, { issues }: z.ZodError): DidLogError {
  return new DidLogError(rule, entry, issueSays(issues));
}
