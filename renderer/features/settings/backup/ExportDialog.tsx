import { useState } from 'react';
import type { ExportWhat } from '#shared/contract/domain/care.ts';
import { t } from '#shared/words/translate.ts';
import { ExportForm } from '../../../components/care/ExportForm.tsx';
import { Select } from '../../../components/Select.tsx';

const WHAT = ['messages', 'proposals', 'tokens', 'receipts'] as const;

/** A table in a new file. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const [what, setWhat] = useState<ExportWhat>('messages');
  return (
    <ExportForm
      title={t('settings.export')}
      what={{ what }}
      called={what}
      formats={['csv', 'json']}
      done={(exported) => t('settings.export.done', exported)}
      onClose={onClose}
    >
      <Select
        label={t('settings.export.what')}
        value={what}
        options={WHAT.map((value) => ({ value, label: t(`settings.export.what.${value}`) }))}
        onChange={setWhat}
      />
    </ExportForm>
  );
}
