/** How the program that `npm start` ran has ended. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Ctrl C came, which a terminal sends to all that runs in it. */
  readonly interrupted: boolean;
}

const INTERRUPTED = 130;

/**
 * Our exit code, and what there is to say of it. After Ctrl C a signal is no accident: `xvfb-run` ends the display at
 * the same moment, and Chromium ends itself where it finds its display gone. The node then ends as in a power cut,
 * which it is made for.
 */
export function endOfStart({ code, signal, interrupted }: ProgramEnd): {
  exitCode: number;
  line: string | null;
} {
  if (signal === null) return { exitCode: code ?? 1, line: null };
  if (interrupted)
    return { exitCode: INTERRUPTED, line: 'Stopped, together with its display. Nothing is lost.' };
  return { exitCode: 1, line: `GhostStack was ended by ${signal}.` };
}
