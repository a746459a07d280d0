/** What zsh completes after `ghoststack`, with what each thing means. */
import { t } from '#shared/words/translate.ts';
import type { DescribedCommand, DescribedOption } from './described-command.ts';

export function zshCompletion(commands: readonly DescribedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `#compdef ghoststack
_ghoststack() {
  local curcontext="$curcontext" state line
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  _arguments -C '1: :->command' '*:: :->rest' && return
  case $state in
  command) _describe -t commands ${quoted(t('terminal.manual.command'))} commands ;;
  rest)
    case $words[1] in
    help) _arguments '1: :(${names})' ;;
${commands.map(commandCase).join('\n')}
    esac
    ;;
  esac
}
if [[ $funcstack[1] == _ghoststack ]]; then
  _ghoststack "$@"
else
  compdef _ghoststack ghoststack
fi
`;
}

function commandCase({ name, options, words }: DescribedCommand): string {
  const parts = [
    ...options.map(optionSpec),
    ...words.map(({ choices, isFile, isOptional }, at) => {
      const action = choices ? `(${choices.join(' ')})` : isFile ? '_files' : ' ';
      return quoted(`${at + 1}:${isOptional ? ':' : ''} :${action}`);
    }),
  ];
  return `    ${name}) _arguments \\\n${parts.map((part) => `      ${part}`).join(' \\\n')} ;;`;
}

function optionSpec({ name, entry, value, meaning }: DescribedOption): string {
  const head = `--${name}[${meaning.replaceAll(/[\\[\]]/g, '\\$&')}]`;
  if (entry.value === null) return quoted(head);
  return quoted(`${head}:${(value ?? '').replaceAll(':', '\\:')}:${action(entry)}`);
}

function action({ choices, value }: DescribedOption['entry']): string {
  if (choices) return `(${choices.join(' ')})`;
  if (value === 'folder') return '_files -/';
  return value === 'file' ? '_files' : ' ';
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
