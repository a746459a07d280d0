import type { Carried, ForkProposal, TwiceDecided } from '#shared/contract/domain/fork.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { nameList } from '#shared/words/format/names.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import {
  followsLine,
  forkBehind,
  forkCautions,
  forkStanding,
  forkTakes,
  forkTitle,
  offerUntil,
  offerWords,
} from '#shared/words/reasons/fork-words.ts';
import { t } from '#shared/words/translate.ts';
import { type NodeClient, withNode, withReader } from '../ask-node.ts';
import { command, type Output, print, requiredHome } from '../command.ts';
import { shellWord } from '../command-words.ts';
import { ANY_WORD } from '../option-table.ts';
import { UsageError } from '../usage-error.ts';
import { cellOf } from './member-named.ts';
import { whoIsNamed } from './who-is-named.ts';

/** `fork NAME` proposes one; `fork go NAME` and `fork stay NAME` answer one that was proposed. */
export const fork = command({
  name: 'fork',
  notes: ['terminal.fork.note.with', 'terminal.fork.note.follow', 'terminal.fork.note.look'],
  options: ['with', 'follow', 'look'],
  words: [ANY_WORD, { ...ANY_WORD, isOptional: true }],
  async run({ values, positionals: [first = '', second] }, output) {
    const home = requiredHome(values.home);
    if (second !== undefined) {
      if (first !== 'go' && first !== 'stay')
        throw new UsageError(says('error.headless.noPartOfCommand', { name: ['fork', first].join(' ') }));
      return withNode(home, { unlock: true, ...values }, (client) => answer(client, first, second, output));
    }
    return withNode(home, { unlock: !values.look, ...values }, async (client) => {
      const { names, scids } = await peopleNamed(client, values.with ?? '');
      const follow = await followed(client, values.follow ?? '');
      if (values.look) {
        const carried = await client.ask('forks.preview', { with: scids, follow });
        print(output, carried, carriedLines(carried));
        return 0;
      }
      const { cell } = await client.ask('forks.propose', { name: first, with: scids, follow });
      const said = { name: visibleLine(first), names: nameList(names) };
      print(output, { cell, with: scids }, [
        names.length > 0 ? t('terminal.fork.done', said) : t('terminal.fork.alone', said),
      ]);
      return 0;
    });
  },
});

export const forks = command({
  name: 'forks',
  options: [],
  words: [],
  async run({ values }, output) {
    return withReader(requiredHome(values.home), async (client) => {
      const { forks: all } = await client.ask('state.snapshot', { stateHash: false });
      print(output, all, [
        ...(all.proposals.length === 0 ? [t('terminal.forks.none')] : all.proposals.flatMap(forkLines)),
        ...all.offers.map((offer) => `${offerWords(offer)} ${offerUntil(offer)}`.trim()),
        ...all.twice.map(twiceLine),
      ]);
      return 0;
    });
  },
});

async function answer(client: NodeClient, act: 'go' | 'stay', name: string, output: Output): Promise<number> {
  const { forks: all } = await client.ask('state.snapshot', { stateHash: false });
  // Those that can be answered come first: an older one of the same name may be over.
  const open = all.proposals.filter(({ state }) => state !== 'over' && state !== 'declined');
  const found =
    whoIsNamed(open, name, ({ cell }) => cell) ?? whoIsNamed(all.proposals, name, ({ cell }) => cell);
  if (!found) throw new GhostStackError('not-found', says('error.headless.noFork', { name }));
  const { cell } = found;
  await client.ask(act === 'go' ? 'forks.go' : 'forks.stay', { cell });
  const said = { name: visibleLine(found.name) };
  const { cells } = await client.ask('state.snapshot', { stateHash: false });
  const lives = cells.some(({ id, isLive }) => isLive && id === cell);
  print(output, { cell, lives }, [
    act === 'stay'
      ? t('terminal.fork.stayed', said)
      : lives
        ? t('terminal.fork.moved', said)
        : t('terminal.fork.went', said),
  ]);
  return 0;
}

async function peopleNamed(client: NodeClient, typed: string) {
  const wanted = listOf(typed);
  if (wanted.length === 0) return { names: [], scids: [] };
  const { members } = await cellOf(client);
  const found = wanted.map((name) => {
    const member = whoIsNamed(members, name, ({ scid }) => scid);
    if (!member) throw new GhostStackError('not-found', says('error.headless.noMember', { name }));
    return member;
  });
  const others = found.filter(({ me }) => !me);
  return { names: others.map(({ name }) => name), scids: others.map(({ scid }) => scid) };
}

/** `P-14=passed` as slot -> key: the certificate of that decision with that outcome. */
async function followed(client: NodeClient, typed: string): Promise<Record<string, string>> {
  const wanted = listOf(typed);
  if (wanted.length === 0) return {};
  const { twice } = (await client.ask('state.snapshot', { stateHash: false })).forks;
  return Object.fromEntries(
    wanted.map((one) => {
      const at = one.lastIndexOf('=');
      const slot = twice.find(({ label }) => label === one.slice(0, at).trim());
      if (!slot) throw new UsageError(says('error.headless.notTwice', { text: one }));
      const outcome = one.slice(at + 1).trim();
      const choice = slot.choices.find((each) => each.outcome === outcome || each.key === outcome);
      if (!choice)
        throw new UsageError(
          says('error.headless.noOutcome', {
            label: slot.label,
            outcomes: { anyOf: slot.choices.map((each) => each.outcome) },
          }),
        );
      return [slot.slot, choice.key];
    }),
  );
}

function listOf(typed: string): string[] {
  return typed
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function forkLines(fork: ForkProposal): string[] {
  const { state, name } = fork;
  const isAsked = state === 'asked' || state === 'crossed';
  return [
    t('terminal.forks.line', {
      name: visibleLine(name),
      state: t(`forks.state.${state}`),
      title: forkTitle(fork),
    }),
    `  ${forkStanding(fork)}`,
    ...(isAsked || state === 'entered'
      ? [
          `  ${[forkTakes(fork.carried), forkBehind(fork)].join(' ').trim()}`,
          ...forkCautions(fork).map((caution) => `  ${caution}`),
        ]
      : []),
    ...(isAsked && fork.waitsFor === null
      ? [`  ${t('terminal.forks.next', { typedName: shellWord(name) })}`]
      : []),
  ];
}

function carriedLines({ members, trust, number, follows }: Carried): string[] {
  const nameOf = (scid: string) => visibleLine(members.find((one) => one.scid === scid)?.name ?? scid, 40);
  return [
    ...members.map(({ name, balance: there, balanceHere: here }) =>
      t('terminal.forks.member', { name: visibleLine(name, 40), there, here }),
    ),
    ...trust.map(({ from, to, thousandths }) =>
      t('forks.along.trustRow', {
        from: nameOf(from),
        to: nameOf(to),
        strength: decimal(thousandths / 1000, 2),
      }),
    ),
    t('forks.number', { n: number + 1 }),
    ...follows.map(followsLine),
  ];
}

function twiceLine({ label, choices }: TwiceDecided): string {
  return t('terminal.forks.twice', {
    label,
    choices: choices.map(({ outcome }) => [label, outcome].join('=')).join(', '),
  });
}
