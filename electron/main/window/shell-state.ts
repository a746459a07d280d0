/** What the shell itself remembers between starts: where the window was, and the theme to open it in. */
import { z } from 'zod';
import { Settings } from '#shared/contract/domain/settings.ts';

const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) });
export type Bounds = z.infer<typeof Bounds>;

export const ShellState = z.object({
  bounds: Bounds.nullable(),
  maximized: z.boolean(),
  theme: Settings.shape.theme,
  /** What the operator was told that closing the window does; once for each. */
  told: z.array(z.enum(['hide', 'minimise'])).default([]),
});
export type ShellState = z.infer<typeof ShellState>;

export const INITIAL_SHELL_STATE: ShellState = { bounds: null, maximized: false, theme: 'system', told: [] };
const DEFAULT_SIZE = { width: 1440, height: 900 } as const;
export const MINIMUM_SIZE = { width: 640, height: 480 } as const;
/** At least so much of the window must lie on a screen, or nobody could get hold of it. */
const GRIP = { width: 120, height: 48 } as const;

/** The remembered state, or the initial one if the text is not what we wrote. */
export function parseShellState(text: string): ShellState {
  try {
    return ShellState.parse(JSON.parse(text));
  } catch {
    return INITIAL_SHELL_STATE;
  }
}

/** Bounds for the next window: the remembered ones where a screen still shows them, else centred by size alone. */
export function boundsOnScreen(
  remembered: Bounds | null,
  screens: readonly Bounds[],
): Partial<Bounds> & { width: number; height: number } {
  if (!remembered) return { ...DEFAULT_SIZE };
  const width = Math.max(remembered.width, MINIMUM_SIZE.width);
  const height = Math.max(remembered.height, MINIMUM_SIZE.height);
  const shown = screens.some((screen) => {
    const across = Math.min(remembered.x + width, screen.x + screen.width) - Math.max(remembered.x, screen.x);
    // The grip is the top edge: that is where a window is taken hold of.
    const top = remembered.y >= screen.y && remembered.y <= screen.y + screen.height - GRIP.height;
    return across >= GRIP.width && top;
  });
  return shown ? { x: remembered.x, y: remembered.y, width, height } : { width, height };
}
