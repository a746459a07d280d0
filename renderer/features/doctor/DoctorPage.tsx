import { type ReactNode, useState } from 'react';
import type { Findings } from '#shared/contract/domain/doctor.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Columns } from '../../components/Card.tsx';
import { Crumb } from '../../components/Crumb.tsx';
import { Page } from '../../components/Page.tsx';
import { ChecksCard } from './ChecksCard.tsx';
import { DatabaseCard } from './DatabaseCard.tsx';
import { LogCard } from './LogCard.tsx';
import { ReportDialog } from './ReportDialog.tsx';
import { useFindings } from './use-findings.ts';

/** Settings > Something wrong?: what is wrong, worst first, and what to do about it. */
export function DoctorPage({
  crumb = <Crumb to="settings" label={t('doctor.back')} />,
}: {
  readonly crumb?: ReactNode;
}) {
  const { findings, busy, failure, look } = useFindings();
  const [reporting, setReporting] = useState(false);
  return (
    <Page
      title={t('doctor.title')}
      crumb={crumb}
      claim={claim(findings)}
      rest={t('doctor.rest')}
      actions={
        <>
          <Button disabled={findings === null} onClick={() => setReporting(true)}>
            {t('doctor.report')}
          </Button>
          <Button busy={busy} onClick={() => void look()}>
            {t('doctor.again')}
          </Button>
        </>
      }
    >
      <Columns
        main={<ChecksCard findings={findings} failure={failure} />}
        side={
          <>
            <DatabaseCard onChange={() => void look()} />
            <LogCard />
          </>
        }
      />
      {reporting && findings ? (
        <ReportDialog findings={findings} onClose={() => setReporting(false)} />
      ) : null}
    </Page>
  );
}

function claim(findings: Findings | null): string {
  if (findings === null) return t('doctor.looking');
  const many = (mark: string) => findings.checks.filter((check) => check.mark === mark).length;
  return t('doctor.answer', { faults: many('fault'), warnings: many('warning') });
}
