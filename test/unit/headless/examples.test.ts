// What is shown to be copied must be taken as it stands, and what an option is said to mean must be so for its command.
import { expect, test } from 'vitest';
import { CATALOGUES } from '#shared/words/catalogues.ts';
import { LANGUAGES } from '#shared/words/language.ts';
import { givenTo } from '../../../electron/headless/command.ts';
import { allCommands, COMMAND_NAMES } from '../../../electron/headless/command-table.ts';
import { EXAMPLES } from '../../../electron/headless/manual/examples.ts';
import { CHAPTERS } from '../../../electron/headless/manual/help-pages.ts';
import { OPTIONS, type OptionEntry, type OptionName } from '../../../electron/headless/option-table.ts';

const COMMANDS = await allCommands();

/** Words as a shell takes them, up to a pipe or a redirection. */
function shellWords(line: string): string[] {
  const [before = ''] = line.split(/ [|>] /);
  return (before.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"(.*)"$/, '$1'));
}

test('every example is written as its command takes it, and every option has one', () => {
  for (const command of COMMANDS) {
    const examples = EXAMPLES[command.name];
    const shown = new Set<string>();
    for (const example of examples) {
      const [name, ...rest] = shellWords(example);
      expect(name).toBe(command.name);
      const { positionals } = givenTo(
        command,
        rest.filter((word) => word !== '--json'),
      );
      command.words.forEach(({ choices }, at) => {
        const word = positionals[at];
        if (choices && word !== undefined) expect(choices, example).toContain(word);
      });
      for (const word of rest) if (word.startsWith('--')) shown.add(word.slice(2));
      rest.forEach((word, at) => {
        const { choices }: OptionEntry = OPTIONS[word.slice(2) as OptionName] ?? { value: null };
        if (word.startsWith('--') && choices) expect(choices, example).toContain(rest[at + 1]);
      });
      expect(example.length, example).toBeLessThan(100);
    }
    expect(
      command.options.filter((option) => !shown.has(option)),
      command.name,
    ).toEqual([]);
    expect(examples.length, command.name).toBeGreaterThan(0);
  }
});

test('every command stands in one chapter of the help', () => {
  const named = CHAPTERS.flatMap(([, names]) => names);
  expect([...named].sort()).toEqual([...COMMAND_NAMES].sort());
});

/** Looked at: these mean the same to each of these commands. What means something else to one is said there. */
const SAME: Readonly<Record<string, string>> = {
  'shortest-deadline': 'init found rules',
  listen: 'start service join recover',
  dashboard: 'start service',
  'dashboard-allow-network': 'start service',
  'accept-joins': 'start service',
  'no-mdns': 'start service',
  discovery: 'start service',
  'six-words': 'bridge credential',
  days: 'bridge credential',
  hours: 'invite recovery-code',
  description: 'propose remove rules',
  deadline: 'propose open rules',
  quorum: 'propose open',
  last: 'policy episodes',
  limit: 'episodes logs',
};

test.each(LANGUAGES)('in %s, an option says what it means to the command that takes it', (language) => {
  const catalogue: Readonly<Record<string, string>> = CATALOGUES[language];
  const said = new Map<string, string[]>();
  for (const { name, options } of COMMANDS)
    for (const option of options)
      if (!(`terminal.${name}.option.${option}` in catalogue))
        said.set(option, [...(said.get(option) ?? []), name]);
  const several = [...said].filter(([, names]) => names.length > 1);
  expect(Object.fromEntries(several.map(([option, names]) => [option, names.join(' ')]))).toEqual(SAME);
});

test('what is said of an option of one command is of an option that it takes', () => {
  for (const key of Object.keys(CATALOGUES.en)) {
    const [, name, option] = /^terminal\.([a-z-]+)\.option\.([a-z-]+)$/.exec(key) ?? [];
    if (name === undefined) continue;
    const command = COMMANDS.find((one) => one.name === name);
    expect(command?.options, key).toContain(option);
  }
});
