import { useState } from 'react';
import { ACTIONS, type Suggestion } from '#shared/contract/domain/agent.ts';
import type { AgentState } from '#shared/contract/domain/agent-state.ts';
import { clockTime } from '#shared/words/format/times.ts';
import { mood } from '#shared/words/reasons/mood.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { BarList } from '../../charts/BarList.tsx';
import { MoodSquare } from '../../charts/MoodSquare.tsx';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { Card, Columns } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { Page } from '../../components/Page.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { setBrake } from '../../state/brake.ts';
import { useDashboard, useNode } from '../../state/context.tsx';
import { goTo, useRoute } from '../../state/routes.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Agent.module.css';
import { BrainStateFile } from './BrainStateFile.tsx';
import { CheckCycle } from './CheckCycle.tsx';
import { CyclesCard } from './CyclesCard.tsx';
import { EpisodesCard } from './EpisodesCard.tsx';
import { EpisodesPage } from './EpisodesPage.tsx';
import { RewardsCard } from './RewardsCard.tsx';
import { RulesCard, RulesPage } from './RulesPage.tsx';
import { RunCard } from './RunCard.tsx';
import { type LeftDraft, SuggestionCard } from './SuggestionCard.tsx';
import { TryStimulus } from './TryStimulus.tsx';

const AUTONOMIES = ['observe', 'suggest', 'act'] as const;

export function AgentPage() {
  const { part } = useRoute();
  if (part === 'episodes') return <EpisodesPage />;
  return part === 'rules' ? <RulesPage /> : <AgentOverview />;
}

function answer(agent: AgentState): { readonly claim: string; readonly rest: string } {
  if (agent.braked) return { claim: t('agent.answer.braked'), rest: t('agent.rest.braked') };
  if (agent.cycle === 0) return { claim: t('agent.answer.fresh'), rest: t('agent.answer.freshRest') };
  const key = agent.suggestion ? 'agent.answer.suggestion' : 'agent.answer.none';
  return { claim: t(key, { mood: mood(agent).title }), rest: t(`agent.rest.${agent.autonomy}`) };
}

function AgentOverview() {
  const agent = useNode((node) => node.agent);
  const [left, setLeft] = useState<LeftDraft | null>(null);
  const [edited, setEdited] = useState<Suggestion | null>(null);
  const suggestion = agent.braked || agent.autonomy === 'observe' ? null : (edited ?? agent.suggestion);
  const { claim, rest } = answer(agent);
  return (
    <Page title={t('shell.page.agent')} claim={claim} rest={rest} actions={<AutonomyChoice />}>
      <Columns
        ratio="narrow-side"
        main={
          <>
            {agent.braked ? <Braked /> : null}
            {left ? <NotOpened draft={left} /> : null}
            {suggestion ? (
              <SuggestionCard
                key={suggestion.id}
                suggestion={suggestion}
                onEditing={(isEdited) => setEdited(isEdited ? suggestion : null)}
                onNotOpened={setLeft}
              />
            ) : null}
            <CyclesCard episodes={agent.recent} />
            <RewardsCard recent={agent.recent} outcomes={agent.outcomes} />
            <EpisodesCard />
          </>
        }
        side={
          <>
            <MoodCard agent={agent} />
            <ChoiceCard agent={agent} />
            <RulesCard />
            <TryStimulus />
            <RunCard />
            <BrainStateFile />
            <CheckCard />
          </>
        }
      />
    </Page>
  );
}

function Braked() {
  const dashboard = useDashboard();
  const wait = useWaitReason();
  return (
    <Banner
      tone="warn"
      title={t('agent.brake.banner')}
      actions={
        <Button size="small" disabled={wait !== null} onClick={() => void setBrake(dashboard, false)}>
          {t('agent.brake.let')}
        </Button>
      }
    >
      {t('agent.brake.bannerText')}
    </Banner>
  );
}

/** The draft that a click left, which was to be voted on; until it is. */
function NotOpened({ draft: { id, label, notOpened } }: { readonly draft: LeftDraft }) {
  const stays = useNode((node) => node.proposals.some((one) => one.id === id && one.state === 'draft'));
  if (!stays) return null;
  return (
    <Banner
      tone="warn"
      title={t('agent.suggest.notOpened', { label })}
      actions={
        <Button size="small" onClick={() => goTo('governance', id)}>
          {t('governance.open')}
        </Button>
      }
    >
      {failureInWords(notOpened)}
    </Banner>
  );
}

function AutonomyChoice() {
  const autonomy = useNode((node) => node.agent.autonomy);
  const set = useCall('agent.setAutonomy');
  const wait = useWaitReason();
  return (
    <>
      <FormError message={failureInWords(set.failure)} />
      <Segmented
        showLabel
        label={t('agent.autonomy')}
        value={autonomy}
        disabled={wait !== null || set.busy}
        options={AUTONOMIES.map((value) => ({ value, label: t(`agent.autonomy.${value}`) }))}
        onChange={(next) => set.run({ autonomy: next })}
      />
    </>
  );
}

function CheckCard() {
  return (
    <Card title={t('agent.check')}>
      <div className={styles.form}>
        <p className={styles.quiet}>{t('agent.check.text')}</p>
        <CheckCycle digest={null} />
      </div>
    </Card>
  );
}

function MoodCard({ agent }: { readonly agent: AgentState }) {
  return (
    <Card title={t('agent.mood')} action={t('agent.mood.cycle', { n: agent.cycle })}>
      <div className={styles.mood}>
        <MoodSquare valence={agent.valence} arousal={agent.arousal} />
      </div>
    </Card>
  );
}

function ChoiceCard({ agent }: { readonly agent: AgentState }) {
  const last = agent.recent.at(-1);
  if (!last) {
    return (
      <Card title={t('agent.chose')}>
        <p className={styles.quiet}>{t('agent.chose.none')}</p>
      </Card>
    );
  }
  // The track ends at one half, or at the largest share: differences are seen, the figures say the rest.
  const full = Math.max(0.5, ...ACTIONS.map((action) => last.probabilities[action] ?? 0));
  const items = ACTIONS.map((action) => ({ action, share: last.probabilities[action] ?? 0 }))
    .sort((a, b) => b.share - a.share)
    .map(({ action, share }) => ({
      id: action,
      label: t(`agent.action.${action}`),
      share: share / full,
      value: t('agent.percent', { n: Math.round(share * 100) }),
      current: action === last.action,
    }));
  return (
    <Card title={t('agent.chose.at', { time: clockTime(last.atMs) })}>
      <BarList items={items} />
    </Card>
  );
}
