/** What bash completes after `ghoststack`. */
import type { DescribedCommand } from './described-command.ts';

export function bashCompletion(commands: readonly DescribedCommand[]): string {
  const names = [...commands.map(({ name }) => name), 'help'].join(' ');
  return `# bash completion for ghoststack
_ghoststack() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]}
  local command=\${COMP_WORDS[1]} options='' choices='' words=0 i
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W '${names} --help --version' -- "$cur")
    return
  fi
  case $prev in
${valueCases(commands)}
  esac
  for ((i = 2; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
    ${valued(commands).join(' | ')}) ((i++)) ;;
    -*) ;;
    *) ((words++)) ;;
    esac
  done
  case $command in
${commands.map(({ name, options }) => `  ${name}) options='${options.map((option) => `--${option.name}`).join(' ')}' ;;`).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
    return
  fi
  case $command:$words in
  help:0) choices='${names}' ;;
${commands.flatMap(wordCases).join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$cur")
}
complete -F _ghoststack ghoststack
`;
}

function valued(commands: readonly DescribedCommand[]): string[] {
  const options = commands.flatMap(({ options }) => options).filter(({ entry }) => entry.value !== null);
  return [...new Set(options.map(({ name }) => `--${name}`))];
}

/** Nothing is offered for a value that only its writer knows. */
function valueCases(commands: readonly DescribedCommand[]): string {
  const options = new Map(commands.flatMap(({ options }) => options).map((option) => [option.name, option]));
  const cases = [...options.values()].flatMap(({ name, entry }) => {
    if (entry.value === null) return [];
    if (entry.choices) return [`  --${name}) ${fill(`-W '${entry.choices.join(' ')}'`)} && return ;;`];
    if (entry.value === 'folder') return [`  --${name}) ${paths('-d')} && return ;;`];
    if (entry.value === 'file') return [`  --${name}) ${paths('-f')} && return ;;`];
    return [`  --${name}) return ;;`];
  });
  return cases.join('\n');
}

function wordCases({ name, words }: DescribedCommand): string[] {
  return words.flatMap(({ choices, isFile }, at) => {
    if (choices) return [`  ${name}:${at}) choices='${choices.join(' ')}' ;;`];
    return isFile ? [`  ${name}:${at}) ${paths('-f')} && return ;;`] : [];
  });
}

function fill(actions: string): string {
  return `mapfile -t COMPREPLY < <(compgen ${actions} -- "$cur")`;
}

/** Names with spaces are quoted, and folders get their slash; outside of a completion there is no compopt. */
function paths(kind: '-d' | '-f'): string {
  return `{ compopt -o filenames 2>/dev/null; ${fill(kind)}; }`;
}
