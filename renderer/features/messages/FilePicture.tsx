import { useEffect, useRef, useState } from 'react';
import type { MessageFile } from '#shared/contract/domain/file.ts';
import { GhostStackError, toFailure } from '#shared/contract/errors.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { classes } from '../../components/class-names.ts';
import { FormError } from '../../components/Field.tsx';
import { useDashboard } from '../../state/context.tsx';
import styles from './FileCard.module.css';
import { PICTURE_MAX_BYTES, PICTURE_MAX_POINTS, pictureFacts } from './picture-facts.ts';
import { readFileOf } from './read-file.ts';

/** As it is drawn, at most. */
const WIDTH_PX = 420;
const HEIGHT_PX = 320;

/** Whether a file is worth the question; what it is its bytes say. */
export function mayBePicture({ extension, bytes }: MessageFile): boolean {
  return /^(?:png|jpe?g|webp)$/i.test(extension) && bytes <= PICTURE_MAX_BYTES;
}

/** A picture that came, drawn on a click and not before; decoded in this page, which can reach nothing. */
export function FilePicture({ id, file }: { readonly id: string; readonly file: MessageFile }) {
  const dashboard = useDashboard();
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const reading = useRef<AbortController | null>(null);
  useEffect(() => () => reading.current?.abort(), []);
  useEffect(() => () => picture?.close(), [picture]);

  const show = async () => {
    const stop = new AbortController();
    reading.current = stop;
    setBusy(true);
    setProblem(null);
    try {
      const whole = await readFileOf(dashboard, id, { signal: stop.signal, progress: () => {} });
      const decoded = await decode(whole);
      if (stop.signal.aborted) return;
      if (typeof decoded === 'string') setProblem(t(decoded));
      else setPicture(decoded);
    } catch (error) {
      if (error instanceof GhostStackError) setProblem(failureInWords(toFailure(error)));
      else setProblem(t('attached.notPicture'));
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      {picture ? <Drawn picture={picture} name={visibleLine(file.name)} /> : null}
      <div className={classes(styles.actions, styles.unframed)}>
        <Button
          size="small"
          variant="quiet"
          icon="eye"
          busy={busy}
          aria-expanded={picture !== null}
          onClick={() => {
            if (picture) setPicture(null);
            else void show();
          }}
        >
          {t(picture ? 'attached.hide' : 'attached.show')}
        </Button>
      </div>
      <FormError message={problem} />
    </>
  );
}

type NoPicture = 'attached.notPicture' | 'attached.largePicture';

async function decode(whole: Blob): Promise<ImageBitmap | NoPicture> {
  const bytes = new Uint8Array(await whole.arrayBuffer());
  const facts = pictureFacts(bytes);
  if (facts === null || facts.width === 0 || facts.height === 0) return 'attached.notPicture';
  if (facts.width * facts.height > PICTURE_MAX_POINTS) return 'attached.largePicture';
  return createImageBitmap(whole.slice(0, whole.size, facts.type));
}

function Drawn({ picture, name }: { readonly picture: ImageBitmap; readonly name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = picture;
  const scale = Math.min(1, WIDTH_PX / width, HEIGHT_PX / height);
  const shown = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const sharp = Math.min(2, window.devicePixelRatio, 1 / scale);
    element.width = Math.max(1, Math.round(width * scale * sharp));
    element.height = Math.max(1, Math.round(height * scale * sharp));
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, element.width, element.height);
  }, [picture, width, height, scale]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={t('attached.picture', { name, width, height })}
      className={styles.picture}
      style={{ inlineSize: `${shown.width}px`, aspectRatio: `${shown.width} / ${shown.height}` }}
    />
  );
}
