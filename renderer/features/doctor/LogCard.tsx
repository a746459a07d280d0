import { useEffect, useState } from 'react';
import { EVENT_LEVELS, type EventLevel, eventLine, type LoggedEvent } from '#shared/contract/domain/event.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { useCall } from '../../state/use-call.ts';
import styles from './Doctor.module.css';

const SHOWN_MAX = 200;

/** The newest lines of the log files, newest first. */
export function LogCard() {
  const [level, setLevel] = useState<EventLevel>('info');
  const [events, setEvents] = useState<readonly LoggedEvent[]>([]);
  const { run, failure } = useCall('doctor.events');
  useEffect(() => {
    void run({ level, limit: SHOWN_MAX }).then((answer) => answer && setEvents(answer.value.events));
  }, [level, run]);
  return (
    <Card flush title={t('doctor.log')}>
      <div className={styles.block}>
        <p className={styles.note}>{t('doctor.log.text')}</p>
        <Segmented
          label={t('doctor.log.level')}
          value={level}
          options={EVENT_LEVELS.map((value) => ({ value, label: t(`doctor.log.level.${value}`) }))}
          onChange={setLevel}
        />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the keyboard */}
        <section className={styles.log} aria-label={t('doctor.log')} tabIndex={0}>
          {events.length === 0 ? (
            t('doctor.log.none')
          ) : (
            // As the files have them, whatever language is read here.
            <span translate="no">{events.map(eventLine).join('\n')}</span>
          )}
        </section>
        <FormError message={failureInWords(failure)} />
      </div>
    </Card>
  );
}
