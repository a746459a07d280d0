import { useEffect, useRef } from 'react';
import type { Settings } from '#shared/contract/domain/settings.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '#shared/words/language.ts';
import { t } from '#shared/words/translate.ts';
import { Segmented } from '../../components/Segmented.tsx';
import { SettingRow } from './SettingRow.tsx';

export interface LanguageRowProps {
  readonly value: Settings['language'];
  readonly disabled: boolean;
  readonly onChange: (value: Settings['language']) => unknown;
}

/** Another language makes the page anew: whoever chose it here finds the focus where it was. */
let chosenHere = false;

export function LanguageRow({ value, disabled, onChange }: LanguageRowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosenHere) row.current?.querySelector<HTMLInputElement>('input:checked')?.focus();
    chosenHere = false;
  }, []);
  return (
    <div ref={row}>
      <SettingRow title={t('settings.language')}>
        <Segmented
          label={t('settings.language')}
          value={value}
          disabled={disabled}
          options={[
            { value: 'system', label: t('settings.language.system') },
            ...LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one], lang: one })),
          ]}
          onChange={(next) => {
            chosenHere = true;
            return onChange(next);
          }}
        />
      </SettingRow>
    </div>
  );
}
