import { useEffect, useState } from 'react';
import { t } from '#shared/words/translate.ts';
import { useDashboard } from '../../state/context.tsx';
import { takeFiles, tellProblem } from './files-to-send.ts';

/**
 * Files that are dropped anywhere in the window go along with the conversation that is open. Returns whether one is
 * held over it. A browser would go to what is dropped, and away from this page.
 */
export function useFileDrop(thread: string, isOpen: boolean): boolean {
  const dashboard = useDashboard();
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!event.dataTransfer || !hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = isOpen ? 'copy' : 'none';
      setOver(isOpen);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer || !hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      if (!isOpen) return;
      const { files, folder } = dropped(event.dataTransfer);
      void takeFiles(dashboard, thread, files);
      if (folder !== null) tellProblem(thread, t('attached.folder', { name: folder }));
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [dashboard, thread, isOpen]);
  return isOver && isOpen;
}

function hasFiles({ types }: DataTransfer): boolean {
  return types.includes('Files');
}

/** A folder looks like a file of a few bytes that cannot be read. */
function dropped({ items }: DataTransfer): { files: File[]; folder: string | null } {
  const files: File[] = [];
  let folder: string | null = null;
  for (const item of items) {
    const file = item.getAsFile();
    if (!file) continue;
    if (item.webkitGetAsEntry()?.isDirectory) folder = file.name;
    else files.push(file);
  }
  return { files, folder };
}
