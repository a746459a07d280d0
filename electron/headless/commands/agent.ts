import type { Accepted } from '#shared/contract/agent-calls.ts';
import { Autonomy } from '#shared/contract/domain/agent.ts';
import { type AgentBudget, DEFAULT_BUDGET } from '#shared/contract/domain/agent-act.ts';
import type { AgentState } from '#shared/contract/domain/agent-state.ts';
import type { Cell } from '#shared/contract/domain/cell.ts';
import { GhostStackError, saidBy } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { speaking } from '#shared/words/language.ts';
import { noticedInWords } from '#shared/words/reasons/stimulus-words.ts';
import { suggestedText } from '#shared/words/reasons/suggested-text.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withNode } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { numberOption } from '../number-option.ts';
import { UsageError } from '../usage-error.ts';
import { whoIsNamed } from './who-is-named.ts';

const THOUSANDTHS = 1000;
const WORDS = ['stop', 'go', 'observe', 'suggest', 'act', 'accept', 'dismiss'] as const;

export const agent = command({
  name: 'agent',
  options: ['acts', 'tokens', 'quiet', 'people', 'draft'],
  notes: ['terminal.agent.note.words', 'terminal.agent.note.accept'],
  words: [{ choices: WORDS, isOptional: true }],
  async run({ values, positionals }, output) {
    const [word] = positionals;
    if (word !== undefined && !WORDS.some((one) => one === word))
      throw new UsageError(says('error.headless.noPartOfCommand', { name: ['agent', word].join(' ') }));
    if (values.draft && word !== 'accept') throw new UsageError(says('error.headless.draftOfNothing'));
    return withNode(requiredHome(values.home), { unlock: word === 'accept', ...values }, async (client) => {
      const proposed = word === undefined ? null : await doWord(client, word, values.draft);
      const { agent: now, cell } = await client.ask('state.snapshot', {});
      const budget = changedBudget(now.budget, values, cell);
      const shown = budget ? await client.ask('agent.setBudget', { budget }) : now;
      const done = proposed
        ? [t('terminal.agent.proposed', { label: proposed.label, state: proposed.state })]
        : [];
      print(output, { ...agentShown(shown, cell), proposed }, [...done, ...agentLines(shown, cell)]);
      return 0;
    });
  },
});

interface Proposed {
  readonly id: string;
  readonly label: string;
  readonly state: 'draft' | 'voting';
}

/** Answers with what was proposed, by `accept`. */
async function doWord(client: NodeClient, word: string, draft: boolean): Promise<Proposed | null> {
  const autonomy = Autonomy.safeParse(word);
  if (autonomy.success) await client.ask('agent.setAutonomy', { autonomy: autonomy.data });
  else if (word === 'stop' || word === 'go') await client.ask('agent.brake', { braked: word === 'stop' });
  else {
    const { suggestion } = (await client.ask('state.snapshot', {})).agent;
    if (!suggestion) throw new GhostStackError('not-found', says('error.headless.noSuggestion'));
    const { id } = suggestion;
    if (word === 'accept') {
      const text = suggestedText(suggestion);
      return proposedBy(await client.ask('agent.acceptSuggestion', { id, text, draft }), draft);
    }
    await client.ask('agent.dismissSuggestion', { id });
  }
  return null;
}

function proposedBy({ proposal }: Accepted, draft: boolean): Proposed | null {
  if (!proposal) return null;
  const { id, label, notOpened } = proposal;
  if (!notOpened) return { id, label, state: draft ? 'draft' : 'voting' };
  throw new GhostStackError(
    'conflict',
    says('error.headless.suggestionNotOpened', { label, why: saidBy(notOpened) }),
  );
}

/** Null where nothing of it is to change. */
function changedBudget(
  budget: AgentBudget,
  { acts, tokens, quiet, people }: Record<'acts' | 'tokens' | 'quiet' | 'people', string | undefined>,
  cell: Cell | null,
): AgentBudget | null {
  if ([acts, tokens, quiet, people].every((given) => given === undefined)) return null;
  return {
    actsPerDay: acts === undefined ? budget.actsPerDay : Math.round(numberOption(acts, '--acts')),
    tokensPerDay:
      tokens === undefined ? budget.tokensPerDay : Math.round(numberOption(tokens, '--tokens') * THOUSANDTHS),
    quiet: quiet === undefined ? budget.quiet : quietOf(quiet),
    people: people === undefined ? budget.people : peopleOf(people, cell),
  };
}

function quietOf(text: string): AgentBudget['quiet'] {
  if (text === 'none') return null;
  const [, h1, m1, h2, m2] = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  const from = Number(h1) * 60 + Number(m1);
  const to = Number(h2) * 60 + Number(m2);
  if (!(from < 1440 && to < 1440 && from !== to))
    throw new UsageError(says('error.headless.quietHours', { text }));
  return { from, to };
}

function peopleOf(text: string, cell: Cell | null): AgentBudget['people'] {
  if (text === 'everyone') return DEFAULT_BUDGET.people;
  const members = cell?.members ?? [];
  return text.split(',').map((name) => {
    const member = whoIsNamed(members, name.trim(), ({ scid }) => scid);
    if (!member)
      throw new GhostStackError('not-found', says('error.headless.noMember', { name: name.trim() }));
    return member.scid;
  });
}

/** For programs: in English, whatever the operator reads. */
function agentShown(now: AgentState, cell: Cell | null): object {
  const { autonomy, braked, budget, policy, suggestion, run, outcomes } = now;
  return {
    autonomy,
    braked,
    budget: { ...budget, people: namesOf(budget, cell) },
    policy,
    suggestion: suggestion && {
      ...suggestion,
      noticed: speaking('en', () => noticedInWords(suggestion.noticed)),
    },
    run,
    outcomes,
  };
}

function agentLines(
  { autonomy, braked, budget, suggestion, policy }: AgentState,
  cell: Cell | null,
): string[] {
  const { actsPerDay: n, tokensPerDay, quiet } = budget;
  const names = namesOf(budget, cell);
  return [
    t(braked ? 'terminal.agent.stopped' : 'terminal.agent.free', { autonomy }),
    t('terminal.agent.bound', { n, tokens: tokensPerDay / THOUSANDTHS, autonomy }),
    quiet
      ? t('terminal.agent.quiet', { from: timeOfDay(quiet.from), to: timeOfDay(quiet.to) })
      : t('terminal.agent.noQuiet'),
    ...(names ? [t('terminal.agent.people', { names: names.join(', ') })] : []),
    t('terminal.agent.policy', { name: t(`agent.policy.${policy.name}`) }),
    ...(suggestion
      ? [
          t(suggestion.kind === 'message' ? 'terminal.agent.message' : 'terminal.agent.draft', {
            text: suggestedText(suggestion),
            cycle: suggestion.cycle,
          }),
          ...(suggestion.held ? [t(`agent.held.${suggestion.held}`)] : []),
        ]
      : [t('terminal.agent.nothing')]),
  ];
}

function namesOf({ people }: AgentBudget, cell: Cell | null): string[] | null {
  return people === null
    ? null
    : people.map((scid) => cell?.members.find((one) => one.scid === scid)?.name ?? scid);
}

function timeOfDay(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
