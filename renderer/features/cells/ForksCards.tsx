import type { ForkProposal } from '#shared/contract/domain/fork.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { dayAndTime, exactDuration } from '#shared/words/format/times.ts';
import { forkBehind, forkStanding, forkTakes, forkTitle } from '#shared/words/reasons/fork-words.ts';
import { t } from '#shared/words/translate.ts';
import { TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { CarriedFacts } from '../../components/forks/CarriedFacts.tsx';
import { ForkActions } from '../../components/forks/ForkActions.tsx';
import { ForkCautions } from '../../components/forks/ForkCautions.tsx';
import forkStyles from '../../components/forks/Forks.module.css';
import { WhoGoes } from '../../components/forks/WhoGoes.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useNode } from '../../state/context.tsx';
import { useHeldCell, useOrderOf } from '../../state/held-cells.ts';
import { toggleTables, useView } from '../../state/view-preferences.ts';

/** Forks that somebody proposed, the newest first: those that wait are shown whole. */
export function ForksCards() {
  const proposals = useNode((node) => node.forks.proposals);
  const open = proposals.filter(({ state }) => isOpen(state));
  const rest = proposals.filter(({ state }) => !isOpen(state));
  return (
    <>
      {open.map((fork) => (
        <OpenFork key={fork.cell} fork={fork} />
      ))}
      {rest.length > 0 || open.length === 0 ? (
        <Card title={t('forks.title')} note={rest.length > 0 ? rest.length : null} flush={rest.length > 0}>
          {rest.length === 0 ? <p className={forkStyles.text}>{t('forks.none')}</p> : null}
          {rest.map((fork) => (
            <PastFork key={fork.cell} fork={fork} />
          ))}
        </Card>
      ) : null}
    </>
  );
}

function isOpen(state: ForkProposal['state']): boolean {
  return state === 'asked' || state === 'entered' || state === 'crossed';
}

function PastFork({ fork }: { readonly fork: ForkProposal }) {
  return (
    <article className={forkStyles.need}>
      <h3 dir="auto" tabIndex={-1} data-arrival={`fork-${fork.cell}`}>
        {forkTitle(fork)}
      </h3>
      <p className={forkStyles.text} dir="auto">
        <Tag>{t(`forks.state.${fork.state}`)}</Tag> {forkStanding(fork)}
      </p>
      <p className={forkStyles.note}>{dayAndTime(fork.atMs)}</p>
    </article>
  );
}

function OpenFork({ fork }: { readonly fork: ForkProposal }) {
  const tables = useView((view) => view.tables);
  return (
    <Card
      accented={fork.state !== 'entered'}
      title={
        <span tabIndex={-1} data-arrival={`fork-${fork.cell}`} dir="auto">
          {forkTitle(fork)}
        </span>
      }
    >
      <div className={forkStyles.stack}>
        <p className={forkStyles.text} dir="auto">
          <Tag>{t(`forks.state.${fork.state}`)}</Tag> {forkStanding(fork)}
        </p>
        <ForkCautions fork={fork} />
        <p className={forkStyles.text}>{[forkTakes(fork.carried), forkBehind(fork)].join(' ').trim()}</p>
        <Drawn fork={fork} asTable={tables} />
        <div className={forkStyles.actions}>
          <TextButton aria-pressed={tables} aria-keyshortcuts="t" onClick={toggleTables}>
            {t(tables ? 'common.showAsChart' : 'common.showAsTable')}
          </TextButton>
        </div>
        <ForkActions fork={fork} />
        <OtherRules fork={fork} />
        <h3 className={forkStyles.heading}>{t('forks.along')}</h3>
        <CarriedFacts carried={fork.carried} parent={fork.parent.name} />
      </div>
    </Card>
  );
}

/** Who of the parent stays is read from it as it is now: whoever joined since is among them. */
function Drawn({ fork, asTable }: { readonly fork: ForkProposal; readonly asTable: boolean }) {
  const parent = useHeldCell(fork.parent.cell);
  const orderOf = useOrderOf(parent);
  const listed = new Set(fork.carried.members.map(({ scid }) => scid));
  return (
    <WhoGoes
      parent={fork.parent.name}
      name={fork.name}
      asTable={asTable}
      stays={(parent?.members ?? [])
        .filter(({ scid }) => !listed.has(scid))
        .map(({ scid, name }) => ({ scid, name, order: orderOf(scid) }))}
      goes={fork.carried.members.map(({ scid, name }) => ({
        scid,
        name,
        order: orderOf(scid),
        entered: fork.entered.includes(name),
      }))}
    />
  );
}

type Rule = ForkProposal['rules'][number];

const RULE_TITLES = {
  version: 'rule',
  f: 'faults',
  deadlineMs: 'deadline',
  graceMs: 'grace',
  turnMs: 'turn',
  quorumMin: 'quorumMin',
  thresholdMin: 'thresholdMin',
  deadlineMinMs: 'shortest',
  openBallotsMax: 'openMax',
  feedPerDay: 'feed',
} as const satisfies Record<Rule['rule'], string>;

/** Spans are told in milliseconds. */
function ruleInWords(rule: Rule['rule'], value: string): string {
  const ms = rule.endsWith('Ms') ? Number(value) : Number.NaN;
  return Number.isFinite(ms) ? exactDuration(ms) : visibleLine(value, 60);
}

function OtherRules({ fork: { rules, parent, name } }: { readonly fork: ForkProposal }) {
  if (rules.length === 0) return null;
  const columns: Column<Rule>[] = [
    {
      id: 'rule',
      title: t('forks.rules'),
      cell: ({ rule }) => t(`governance.cellRules.${RULE_TITLES[rule]}`),
    },
    { id: 'here', title: visibleLine(parent.name, 30), cell: ({ rule, here }) => ruleInWords(rule, here) },
    { id: 'there', title: visibleLine(name, 30), cell: ({ rule, there }) => ruleInWords(rule, there) },
  ];
  return (
    <div className={forkStyles.bleed}>
      <Table label={t('forks.rules')} columns={columns} rows={rules} rowKey={({ rule }) => rule} />
    </div>
  );
}
