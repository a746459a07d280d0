import { useEffect } from 'react';
import { setBrake } from './brake.ts';
import type { Dashboard } from './dashboard-store.ts';
import { toGuide } from './demo-guide.ts';
import { openOverlay, useOverlay } from './overlays.ts';
import { goTo, PAGES } from './routes.ts';
import { syncNow } from './sync-now.ts';
import { toggleRail, toggleTables } from './view-preferences.ts';

function isField(element: Element | null): boolean {
  return (
    element instanceof HTMLElement &&
    (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName))
  );
}

/** Moves the focus within the list that has it, or into the first list of the page. */
export function moveInList(step: 1 | -1): boolean {
  const focused = document.activeElement;
  const list = focused?.closest('[data-list]') ?? document.querySelector('main [data-list]');
  if (!list) return false;
  const items = [...list.querySelectorAll<HTMLElement>('[data-item]')];
  const at = items.findIndex((item) => item === focused || item.contains(focused));
  const marked = items.findIndex((item) => item.getAttribute('aria-current') !== null);
  const from = at >= 0 ? at : marked >= 0 ? marked : step === 1 ? -1 : items.length;
  const next = items[Math.min(items.length - 1, Math.max(0, from + step))];
  next?.focus();
  return next !== undefined;
}

/** Ctrl 1…9 and 0 are the pages in the order of the sidebar. */
function pageOfDigit(key: string): (typeof PAGES)[number] | undefined {
  return /^[0-9]$/.test(key) ? PAGES[(Number(key) + 9) % 10] : undefined;
}

/** A new proposal on Governance, else a new message. */
function newHere(): void {
  const proposal = document.querySelector<HTMLElement>('main [data-shortcut="n"]:not(:disabled)');
  if (proposal) {
    proposal.click();
    return;
  }
  goTo('messages');
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-new]')?.focus());
}

function withControl(event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  const page = pageOfDigit(key);
  if (key === 'k') openOverlay({ kind: 'palette' });
  else if (page) goTo(page);
  else if (key === ',') goTo('settings');
  else if (key === 'n') newHere();
  else return false;
  return true;
}

/** Ctrl B stops the agent, wherever the focus is and whatever is open; only a click lets it go again. */
function isBrake(event: KeyboardEvent): boolean {
  return (
    (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'b'
  );
}

/**
 * What the page itself offers for a key; within the part of the page that has the focus before anything else, and what
 * only such a part offers (`data-own-shortcut`) nowhere else.
 */
function pressShortcut(key: string): boolean {
  if (!/^[a-z]$/.test(key)) return false;
  const selector = `[data-shortcut="${key}"]:not(:disabled)`;
  const near = document.activeElement?.closest('[data-votes], article');
  const target =
    near?.querySelector<HTMLElement>(`${selector}, [data-own-shortcut="${key}"]:not(:disabled)`) ??
    document.querySelector<HTMLElement>(`main ${selector}`);
  target?.click();
  return target !== null;
}

function singleKey(event: KeyboardEvent, dashboard: Dashboard): boolean {
  if (pressShortcut(event.key)) return true;
  switch (event.key) {
    case 'j':
      return moveInList(1);
    case 'k':
      return moveInList(-1);
    case 's':
      void syncNow(dashboard, null);
      return true;
    case 'g':
      return toGuide();
    case 't':
      toggleTables();
      return true;
    case '[':
      toggleRail();
      return true;
    case '?':
      openOverlay({ kind: 'keys' });
      return true;
    default:
      return false;
  }
}

/** Esc goes back one level: `#/messages/x/58` to `#/messages/x`, a sub-page to its page. */
function back(): boolean {
  const parts = location.hash.replace(/^#\//, '').split('/');
  if (parts.length < 2) return false;
  if (parts[0] === 'messages' && parts.length === 2) return false;
  location.hash = `#/${parts.slice(0, -1).join('/')}`;
  return true;
}

export function useKeyboard(dashboard: Dashboard): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const { snapshot } = dashboard.store.getState();
      if (snapshot?.phase !== 'running') return;
      if (isBrake(event)) {
        event.preventDefault();
        if (!event.repeat) void setBrake(dashboard, true);
        return;
      }
      if (useOverlay.getState().overlay) return;
      const field = isField(document.activeElement);
      let handled = false;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) handled = withControl(event);
      else if (event.ctrlKey || event.metaKey || event.altKey) return;
      else if (event.key === 'Escape') handled = !field && back();
      else if (!field && snapshot.settings.singleKeys) handled = singleKey(event, dashboard);
      if (handled) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [dashboard]);
}
