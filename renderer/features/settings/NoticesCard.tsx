import { type ReactNode, useState } from 'react';
import {
  type Muted as Muting,
  mutingOf,
  NOTICE_KINDS,
  type NoticeSettings,
  PEER_HOURS_MAX,
  TimeOfDay,
  withMuting,
} from '#shared/contract/domain/notice-settings.ts';
import { threadName } from '#shared/words/format/person-name.ts';
import { dayAndTime } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { Checkbox } from '../../components/Checkbox.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { Select } from '../../components/Select.tsx';
import { Switch } from '../../components/Switch.tsx';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { usePeople } from '../../state/peer-context.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { SettingRow } from './SettingRow.tsx';
import styles from './Settings.module.css';

/** Hours without a peer that can be chosen here; a program may have chosen others. */
const PEER_HOURS = [1, 6, 24, 72, 168, PEER_HOURS_MAX] as const;

type Change = (change: Partial<NoticeSettings>) => void;

/** What the app tells of while nobody looks at its window, and when. */
export function NoticesCard() {
  const notices = useNode((node) => node.settings.notices);
  const update = useCall('settings.update');
  const wait = useWaitReason();
  const set: Change = (change) => void update.run({ notices: { ...notices, ...change } });
  return (
    <Card flush title={t('settings.notices')} note={t('settings.notices.note')}>
      <fieldset className={styles.fields} disabled={wait !== null}>
        <legend className={styles.rowTitle}>{t('settings.notices.kinds')}</legend>
        <div className={styles.kinds}>
          {NOTICE_KINDS.map((kind) => (
            <Checkbox
              key={kind}
              label={t(`settings.notices.kind.${kind}`)}
              checked={notices.kinds[kind]}
              onChange={(on) => set({ kinds: { ...notices.kinds, [kind]: on } })}
            />
          ))}
        </div>
      </fieldset>
      <SettingRow title={t('settings.notices.text')} text={t('settings.notices.text.note')}>
        <Switch
          label={t('settings.notices.text')}
          checked={notices.showText}
          disabled={wait !== null}
          onChange={(showText) => set({ showText })}
        />
      </SettingRow>
      <SettingRow title={t('settings.notices.peerHours')}>
        <Select
          filter
          label={t('settings.notices.peerHours')}
          value={String(notices.peerHours)}
          options={[...new Set<number>([...PEER_HOURS, notices.peerHours])]
            .sort((a, b) => a - b)
            .map((hours) => ({ value: String(hours), label: lengthOf(hours) }))}
          onChange={(hours) => set({ peerHours: Number(hours) })}
        />
      </SettingRow>
      <Quiet quiet={notices.quiet} disabled={wait !== null} onChange={(quiet) => set({ quiet })} />
      <Muted muted={notices.muted} disabled={wait !== null} onChange={(muted) => set({ muted })} />
      {update.failure || wait ? (
        <div className={styles.row}>
          <FormError message={failureInWords(update.failure) ?? wait} />
        </div>
      ) : null}
    </Card>
  );
}

function lengthOf(hours: number): string {
  return hours % 24 === 0
    ? t('settings.notices.peerHours.days', { n: hours / 24 })
    : t('settings.notices.peerHours.hours', { n: hours });
}

interface PartProps<T> {
  readonly disabled: boolean;
  readonly onChange: (value: T) => void;
}

function Quiet(
  props: PartProps<NoticeSettings['quiet']> & { readonly quiet: NoticeSettings['quiet'] },
): ReactNode {
  const { quiet, disabled, onChange } = props;
  return (
    <>
      <SettingRow title={t('settings.notices.quiet')} text={t('settings.notices.quiet.note')}>
        <Switch
          label={t('settings.notices.quiet')}
          checked={quiet.on}
          disabled={disabled}
          onChange={(on) => onChange({ ...quiet, on })}
        />
      </SettingRow>
      {quiet.on ? (
        <>
          <div className={styles.block}>
            <div className={styles.times}>
              <Time
                label={t('settings.notices.quiet.from')}
                value={quiet.from}
                disabled={disabled}
                onChange={(from) => onChange({ ...quiet, from })}
              />
              <Time
                label={t('settings.notices.quiet.to')}
                value={quiet.to}
                disabled={disabled}
                onChange={(to) => onChange({ ...quiet, to })}
              />
            </div>
            {quiet.from === quiet.to ? (
              <p className={styles.rowNote}>{t('settings.notices.quiet.never')}</p>
            ) : null}
          </div>
          <SettingRow
            title={t('settings.notices.quiet.passVotes')}
            text={t('settings.notices.quiet.passVotes.note')}
          >
            <Switch
              label={t('settings.notices.quiet.passVotes')}
              checked={quiet.passVotes}
              disabled={disabled}
              onChange={(passVotes) => onChange({ ...quiet, passVotes })}
            />
          </SettingRow>
        </>
      ) : null}
    </>
  );
}

/** While a time is typed it is none for a moment; only a whole one is kept. */
function Time(props: PartProps<string> & { readonly label: string; readonly value: string }) {
  const { label, value, disabled, onChange } = props;
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Field
      type="time"
      label={label}
      value={typed ?? value}
      disabled={disabled}
      required
      onBlur={() => setTyped(null)}
      onValue={(next) => {
        setTyped(next);
        if (TimeOfDay.safeParse(next).success) onChange(next);
      }}
    />
  );
}

function Muted({ muted, disabled, onChange }: PartProps<Muting[]> & { readonly muted: readonly Muting[] }) {
  const people = usePeople();
  const nowMs = useNow();
  const now = muted.filter((one) => mutingOf({ muted: [one] }, one.thread, nowMs));
  return (
    <div className={styles.block}>
      <p className={styles.rowTitle}>{t('settings.notices.muted')}</p>
      <p className={styles.rowNote}>
        {t(now.length === 0 ? 'settings.notices.muted.none' : 'settings.notices.muted.text')}
      </p>
      {now.map(({ thread, untilMs }) => {
        const name = threadName(people, thread);
        return (
          <div key={thread} className={styles.copyRow}>
            <span className={styles.mutedName}>
              <bdi>{name}</bdi>
              {untilMs === null ? null : (
                <span className={styles.rowNote}>
                  {t('settings.notices.mutedUntil', { when: dayAndTime(untilMs) })}
                </span>
              )}
            </span>
            <Button
              size="small"
              disabled={disabled}
              aria-label={t('settings.notices.unmuteLabel', { name })}
              onClick={() => onChange(withMuting(muted, thread, null, nowMs))}
            >
              {t('settings.notices.unmute')}
            </Button>
          </div>
        );
      })}
    </div>
  );
}
