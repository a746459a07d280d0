/**
 * Text of others is text: characters that would reorder or hide what stands beside them are shown by their code
 * (Trojan Source, CVE-2021-42574). Joiners stay, they are part of scripts and emoji.
 */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

export interface TextPiece {
  readonly text: string;
  /** True for the name of a character that was made visible. */
  readonly control: boolean;
}

function codeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code}`;
}

/** The text in pieces, with hidden characters replaced by their code. Line ends are unified. */
export function visiblePieces(text: string): TextPiece[] {
  const unified = text.replace(/\r\n?/g, '\n');
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of unified.matchAll(HIDDEN)) {
    if (match.index > from) pieces.push({ text: unified.slice(from, match.index), control: false });
    pieces.push({ text: codeOf(match[0]), control: true });
    from = match.index + match[0].length;
  }
  if (from < unified.length) pieces.push({ text: unified.slice(from), control: false });
  return pieces;
}

/** The same as plain text: `⟨U+202E⟩`. */
export function visibleText(text: string): string {
  return visiblePieces(text)
    .map((piece) => (piece.control ? `⟨${piece.text}⟩` : piece.text))
    .join('');
}
