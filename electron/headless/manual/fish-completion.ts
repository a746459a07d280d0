/** What fish completes after `ghoststack`, with what each thing means. */
import type { DescribedCommand, DescribedOption } from './described-command.ts';

export function fishCompletion(commands: readonly DescribedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# fish completion for ghoststack
function __ghoststack_needs_command
    test (count (commandline -opc)) -eq 1
end
function __ghoststack_is
    set -l words (commandline -opc)
    test (count $words) -gt 1; and test "$words[2]" = $argv[1]
end
complete -c ghoststack -f
${line('__ghoststack_needs_command', '-l version')}
${line('__ghoststack_is help', `-a ${quoted(names)}`)}
${commands.flatMap(commandLines).join('\n')}
`;
}

function commandLines({ name, summary, options, words }: DescribedCommand): string[] {
  const here = `__ghoststack_is ${name}`;
  return [
    line('__ghoststack_needs_command', `-a ${name} -d ${quoted(summary)}`),
    ...options.map((option) => line(here, optionSpec(option))),
    ...words.flatMap(({ choices, isFile }) => {
      if (choices) return [line(here, `-a ${quoted(choices.join(' '))}`)];
      return isFile ? [line(here, '-F')] : [];
    }),
  ];
}

function line(condition: string, rest: string): string {
  return `complete -c ghoststack -n ${quoted(condition)} ${rest}`;
}

function optionSpec({ name, entry, meaning }: DescribedOption): string {
  const head = `-l ${name}`;
  const tail = `-d ${quoted(meaning)}`;
  if (entry.value === null) return `${head} ${tail}`;
  if (entry.choices) return `${head} -x -a ${quoted(entry.choices.join(' '))} ${tail}`;
  if (entry.value === 'folder') return `${head} -x -a '(__fish_complete_directories)' ${tail}`;
  return entry.value === 'file' ? `${head} -r -F ${tail}` : `${head} -x ${tail}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
