import { type FormEvent, useState } from 'react';
import { LIFE_KINDS, type LifeKind, type LifeMapping } from '#shared/contract/domain/agent.ts';
import { LIFE_STIMULI } from '#shared/contract/domain/life-stimuli.ts';
import { plainNumber } from '#shared/words/format/decimal.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { Select } from '../../components/Select.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { Tag } from '../../components/Tag.tsx';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './Agent.module.css';

interface WrittenRow {
  readonly type: string;
  readonly intensity: string;
  readonly novelty: string;
}
type Written = Readonly<Record<LifeKind, WrittenRow>>;

const SENSES = ['visual', 'auditory'] as const;

/** How strong and how new each thing that a node lives through is to its agent. */
export function MappingCard({ mapping }: { readonly mapping: LifeMapping }) {
  const [written, setWritten] = useState<Written>(() => writtenMapping(mapping));
  const [tried, setTried] = useState(false);
  const set = useCall('agent.setMapping');
  const wait = useWaitReason();
  const read = readMapping(written);
  const save = async (next: LifeMapping | null) => {
    const done = await set.run({ mapping: next });
    if (!done) return;
    setWritten(writtenMapping(done.value.mapping));
    setTried(false);
    showToast(t(next ? 'agent.mapping.saved' : 'agent.mapping.reset'));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (read) void save(read);
  };
  const change = (kind: LifeKind, row: Partial<WrittenRow>) =>
    setWritten({ ...written, [kind]: { ...written[kind], ...row } });
  return (
    <Card title={t('agent.mapping')}>
      <form onSubmit={submit} noValidate>
        <p className={styles.quiet}>{t('agent.mapping.text')}</p>
        <div className={styles.mapping}>
          <Table
            label={t('agent.mapping')}
            columns={columnsFor(written, change)}
            rows={LIFE_KINDS}
            rowKey={(kind) => kind}
          />
        </div>
        <div className={styles.buttons}>
          <Button type="submit" variant="primary" busy={set.busy} disabled={wait !== null}>
            {t('agent.mapping.save')}
          </Button>
          <Button variant="quiet" disabled={wait !== null} onClick={() => void save(null)}>
            {t('agent.defaults')}
          </Button>
        </div>
        <FormError
          message={tried && !read ? t('agent.mapping.wrong') : (failureInWords(set.failure) ?? wait)}
        />
      </form>
    </Card>
  );
}

function columnsFor(
  written: Written,
  change: (kind: LifeKind, row: Partial<WrittenRow>) => void,
): Column<LifeKind>[] {
  const share = (kind: LifeKind, part: 'intensity' | 'novelty', label: string) => (
    <input
      className={styles.share}
      inputMode="decimal"
      aria-label={t('agent.mapping.of', { what: label, kind: t(`agent.kind.${kind}`) })}
      aria-invalid={readShare(written[kind][part]) === null || undefined}
      value={written[kind][part]}
      maxLength={8}
      onChange={(event) => change(kind, { [part]: event.currentTarget.value })}
    />
  );
  return [
    {
      id: 'kind',
      title: t('agent.mapping.event'),
      wraps: true,
      cell: (kind) => (
        <span className={styles.kind}>
          {t(`agent.kind.${kind}`)}{' '}
          {isDefault(kind, written[kind]) ? null : <Tag>{t('agent.mapping.own')}</Tag>}
        </span>
      ),
    },
    {
      id: 'type',
      title: t('agent.try.kind'),
      cell: (kind) => (
        <Select
          filter
          label={t('agent.mapping.of', { what: t('agent.try.kind'), kind: t(`agent.kind.${kind}`) })}
          value={written[kind].type}
          options={sensesFor(written[kind].type)}
          onChange={(type) => change(kind, { type })}
        />
      ),
    },
    {
      id: 'intensity',
      title: t('agent.try.intensity'),
      cell: (kind) => share(kind, 'intensity', t('agent.try.intensity')),
    },
    {
      id: 'novelty',
      title: t('agent.try.novelty'),
      cell: (kind) => share(kind, 'novelty', t('agent.try.novelty')),
    },
  ];
}

/** A type of the operator's own, set at a terminal, stays as it is. */
function sensesFor(type: string): { value: string; label: string }[] {
  const known = SENSES.map((value) => ({ value: value as string, label: t(`agent.try.${value}`) }));
  return known.some(({ value }) => value === type) ? known : [...known, { value: type, label: type }];
}

function writtenMapping(mapping: LifeMapping): Written {
  const rows = LIFE_KINDS.map((kind) => {
    const { type, intensity, novelty } = mapping[kind];
    return [kind, { type, intensity: plainNumber(intensity), novelty: plainNumber(novelty) }] as const;
  });
  return Object.fromEntries(rows) as Record<LifeKind, WrittenRow>;
}

function readMapping(written: Written): LifeMapping | null {
  const read: Partial<LifeMapping> = {};
  for (const kind of LIFE_KINDS) {
    const intensity = readShare(written[kind].intensity);
    const novelty = readShare(written[kind].novelty);
    if (intensity === null || novelty === null) return null;
    read[kind] = { type: written[kind].type, intensity, novelty };
  }
  return read as LifeMapping;
}

function readShare(text: string): number | null {
  const figures = text.trim().replace(',', '.');
  const value = Number(figures);
  return /^\d?\.?\d{1,4}$/.test(figures) && value >= 0 && value <= 1 ? value : null;
}

function isDefault(kind: LifeKind, { type, intensity, novelty }: WrittenRow): boolean {
  const usual = LIFE_STIMULI[kind];
  return (
    type === usual.type && readShare(intensity) === usual.intensity && readShare(novelty) === usual.novelty
  );
}
