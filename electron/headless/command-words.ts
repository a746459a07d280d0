/** How a command is to be typed here, so that it can be copied as it stands. */
export function typedCommand(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string {
  // npm says by this that we run from a project's folder, where npx finds the command.
  const program = env.npm_lifecycle_event === undefined ? ['ghoststack'] : ['npx', 'ghoststack'];
  return [...program, ...words.map(shellWord)].join(' ');
}

/** As POSIX shells take it: in quotes where it needs them. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
