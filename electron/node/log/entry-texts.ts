import type { EntryTexts } from '#shared/protocol/log/entry-texts.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { parseEntry } from './signed-entry.ts';

/** The checks of a text (docs/protocol.md, "Entry"), for entries that stand in the body of another. */
export const entryTexts: EntryTexts = {
  read(text) {
    try {
      const { hash, entry } = parseEntry(text);
      return { hash, entry };
    } catch {
      return null;
    }
  },
  readSigned(signed) {
    try {
      return entryTexts.read(canonicalize(signed));
    } catch {
      return null;
    }
  },
};
