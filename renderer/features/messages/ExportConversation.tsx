import { t } from '#shared/words/translate.ts';
import { ExportForm } from '../../components/care/ExportForm.tsx';

/** One conversation in a new file. */
export function ExportConversation(props: {
  readonly thread: string;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const { thread, name, onClose } = props;
  return (
    <ExportForm
      title={
        thread === 'broadcast' ? t('messages.export.titleEveryone') : t('messages.export.title', { name })
      }
      what={{ what: 'messages', thread }}
      called={fileName(name)}
      formats={['text', 'csv', 'json']}
      done={(exported) => t('messages.export.done', exported)}
      onClose={onClose}
    />
  );
}

/** Names of people are letters, digits and a few signs; what is left out of a path is told apart by nothing else. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}_-]+/gu, '-').replace(/^-+|-+$/g, '') || 'messages';
}
