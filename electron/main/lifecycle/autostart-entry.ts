/** An entry that a Linux desktop starts at login (freedesktop.org, Desktop Application Autostart and Desktop Entry Specification). */

/** The text of an entry that starts these words. Throws for words that no entry can hold. */
export function autostartEntry(name: string, words: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    `Exec=${execLine(words)}`,
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** As `Exec` has it: every word quoted, then escaped once more as all values are, and `%` doubled. */
export function execLine(words: readonly string[]): string {
  return words
    .map((word) => {
      if (/[\n\r\0]/.test(word)) throw new Error(`${JSON.stringify(word)} has a line break`);
      const quoted = word.replace(/["`$\\]/g, '\\$&');
      return `"${quoted.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;
    })
    .join(' ');
}

/** What of an entry matters: the line that it starts; null where it was switched off by whatever edits such entries. */
export function startedBy(entry: string): string | null {
  const values = new Map<string, string>();
  let group = '';
  for (const line of entry.split(/\r?\n/)) {
    if (line.startsWith('[')) group = line.trim();
    const [, key, value] = /^([A-Za-z0-9-]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (group === '[Desktop Entry]' && key !== undefined && !values.has(key)) values.set(key, value ?? '');
  }
  const isOff = values.get('Hidden') === 'true' || values.get('X-GNOME-Autostart-enabled') === 'false';
  return isOff ? null : (values.get('Exec') ?? null);
}
