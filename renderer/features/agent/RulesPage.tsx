import type { AgentState } from '#shared/contract/domain/agent-state.ts';
import { t } from '#shared/words/translate.ts';
import { TextButton } from '../../components/Button.tsx';
import { Card, Columns } from '../../components/Card.tsx';
import { Crumb } from '../../components/Crumb.tsx';
import { Page } from '../../components/Page.tsx';
import { useNode } from '../../state/context.tsx';
import { goTo } from '../../state/routes.ts';
import styles from './Agent.module.css';
import { BudgetCard } from './BudgetCard.tsx';
import { timeOfDay } from './budget-form.ts';
import { MappingCard } from './MappingCard.tsx';
import { PolicyCard } from './PolicyCard.tsx';

/** How it feels, how it chooses, and how much of that it may do by itself. */
export function RulesPage() {
  const agent = useNode((node) => node.agent);
  return (
    <Page
      title={t('agent.rules')}
      claim={boundInWords(agent)}
      rest={t('agent.rules.chooses', { name: t(`agent.policy.${agent.policy.name}`) })}
      crumb={<Crumb to="agent" label={t('agent.episodes.back')} />}
    >
      <Columns
        ratio="narrow-side"
        main={
          <>
            <PolicyCard policy={agent.policy} />
            <MappingCard mapping={agent.mapping} />
          </>
        }
        side={<BudgetCard budget={agent.budget} />}
      />
    </Page>
  );
}

/** The same in short, on the page of the agent. */
export function RulesCard() {
  const agent = useNode((node) => node.agent);
  return (
    <Card
      title={t('agent.rules')}
      action={<TextButton onClick={() => goTo('agent', 'rules')}>{t('agent.rules.change')}</TextButton>}
    >
      <p className={styles.quiet}>
        {boundInWords(agent)} {t('agent.rules.chooses', { name: t(`agent.policy.${agent.policy.name}`) })}
      </p>
    </Card>
  );
}

function boundInWords({ autonomy, budget }: AgentState): string {
  const { actsPerDay, quiet } = budget;
  if (autonomy !== 'act') return t('agent.rules.notAlone');
  return quiet
    ? t('agent.rules.bound', { n: actsPerDay, from: timeOfDay(quiet.from), to: timeOfDay(quiet.to) })
    : t('agent.rules.boundAlways', { n: actsPerDay });
}
