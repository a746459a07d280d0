import { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import { IMPORT_MAX_BYTES } from '#shared/protocol/bridges/bodies.ts';
import { readImport } from '#shared/protocol/bridges/import-rule.ts';
import type { Imported } from '#shared/protocol/bridges/imported.ts';
import { says } from '#shared/protocol/saying.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { parseStrictJson } from '../../crypto/strict-json.ts';
import { entryTexts } from '../../log/entry-texts.ts';

/** Texts of entries stand in it as texts, with every quote escaped. */
const SAID_MAX_BYTES = 4 * IMPORT_MAX_BYTES;

const Said = z.strictObject({ v: z.literal(1), texts: z.array(z.string()).min(2).max(8) });

/** What a cell says, as a file. */
export function saidText(texts: readonly string[]): string {
  return canonicalize({ v: 1, texts: [...texts] });
}

/**
 * What such a file says, and the texts in it, each by itself as its author signed it.
 * @throws {GhostStackError} `malformed` for what is none, or was changed
 */
export function readSaid(text: string): { readonly texts: readonly string[]; readonly said: Imported } {
  const { texts } = readFile(text);
  const said = readImport(entryTexts, texts);
  if (!said) throw new GhostStackError('malformed', says('error.bridges.changed'));
  return { texts, said };
}

function readFile(text: string): z.infer<typeof Said> {
  try {
    return Said.parse(parseStrictJson(text.trim(), { maxBytes: SAID_MAX_BYTES }));
  } catch {
    throw new GhostStackError('malformed', says('error.bridges.notSaid'));
  }
}
