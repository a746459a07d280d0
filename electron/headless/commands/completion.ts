import { says } from '#shared/protocol/saying.ts';
import { command, print } from '../command.ts';
import { bashCompletion } from '../manual/bash-completion.ts';
import { type DescribedCommand, describedCommand } from '../manual/described-command.ts';
import { fishCompletion } from '../manual/fish-completion.ts';
import { zshCompletion } from '../manual/zsh-completion.ts';
import { UsageError } from '../usage-error.ts';

const SHELLS: Readonly<Record<string, (commands: readonly DescribedCommand[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export const completion = command({
  name: 'completion',
  isHomeless: true,
  options: [],
  words: [{ choices: Object.keys(SHELLS) }],
  async run({ positionals }, output) {
    const [shell = ''] = positionals;
    const made = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
    if (!made) throw new UsageError(says('error.headless.noShell', { shell }));
    // Loaded here: the table has this command, too.
    const { allCommands } = await import('../command-table.ts');
    const script = made((await allCommands()).map(describedCommand));
    if (output.json) print(output, { shell, script }, []);
    else process.stdout.write(script);
    return 0;
  },
});
