import type { ReactNode } from 'react';

/** Drawn on a 24-grid with a stroke of 1.75, shown at 15 to 18 px. */
const DRAWINGS = {
  home: (
    <>
      <path d="M4 11.2 12 4.5l8 6.7V19a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1z" />
      <path d="M9.5 20v-5.5h5V20" />
    </>
  ),
  message: (
    <path d="M5 4.5h14a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-7l-4 3.5v-3.5H5a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1z" />
  ),
  sync: (
    <>
      <path d="M20 12a8 8 0 0 1-14.2 5M4 12a8 8 0 0 1 14.2-5" />
      <path d="M18.5 3v4.2h-4.2M5.5 21v-4.2h4.2" />
    </>
  ),
  governance: (
    <>
      <rect x="4" y="4" width="16" height="16" rx="3" />
      <path d="m8.5 12.2 2.4 2.4 4.6-5" />
    </>
  ),
  chain: (
    <>
      <path d="M10 14a4 4 0 0 0 5.8.3l3-3a4 4 0 0 0-5.7-5.7l-1.4 1.4" />
      <path d="M14 10a4 4 0 0 0-5.8-.3l-3 3a4 4 0 0 0 5.7 5.7l1.4-1.4" />
    </>
  ),
  reputation: (
    <>
      <circle cx="12" cy="5.5" r="2.4" />
      <circle cx="5.8" cy="17.8" r="2.4" />
      <circle cx="18.2" cy="17.8" r="2.4" />
      <path d="m10.9 7.7-4 7.9M13.1 7.7l4 7.9M8.3 17.8h7.4" />
    </>
  ),
  tokens: (
    <>
      <circle cx="12" cy="12" r="8.2" />
      <path
        d="M12 7.5v9M14.6 9.6h-3.7a1.7 1.7 0 0 0 0 3.4h2.2a1.7 1.7 0 0 1 0 3.4H9.2"
        transform="translate(0 -1)"
      />
    </>
  ),
  identity: (
    <>
      <rect x="3.5" y="5.5" width="17" height="13" rx="2" />
      <circle cx="9" cy="11" r="1.9" />
      <path d="M6 15.6c.7-1.4 1.7-2 3-2s2.3.6 3 2M15 10.5h2.5M15 14h2.5" />
    </>
  ),
  agent: (
    <>
      <path d="M12 5.2a2.9 2.9 0 0 0-5.3-1 3 3 0 0 0-2 4.3 3.6 3.6 0 0 0 0 6.6 3.2 3.2 0 0 0 3.6 4.3A2.8 2.8 0 0 0 12 18.6z" />
      <path d="M12 5.2a2.9 2.9 0 0 1 5.3-1 3 3 0 0 1 2 4.3 3.6 3.6 0 0 1 0 6.6 3.2 3.2 0 0 1-3.6 4.3A2.8 2.8 0 0 1 12 18.6z" />
    </>
  ),
  settings: (
    <>
      <path d="M4 7.5h9.5M18.5 7.5H20M4 16.5h1.5M10.5 16.5H20" />
      <circle cx="16" cy="7.5" r="2.4" />
      <circle cx="8" cy="16.5" r="2.4" />
    </>
  ),
  search: (
    <>
      <circle cx="10.8" cy="10.8" r="6.3" />
      <path d="m15.5 15.5 4.5 4.5" />
    </>
  ),
  bell: (
    <>
      <path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z" />
      <path d="M10 20.5h4" />
    </>
  ),
  clip: (
    <path d="m19 11.5-7.3 7.3a4.6 4.6 0 0 1-6.5-6.5l7.6-7.6a3.1 3.1 0 0 1 4.4 4.4l-7.5 7.5a1.5 1.5 0 0 1-2.2-2.2l6.8-6.8" />
  ),
  reply: <path d="M9.5 6 4 11.5 9.5 17M4.5 11.5H14a6 6 0 0 1 6 6v1" />,
  bellOff: (
    <>
      <path d="M8 6.5a6 6 0 0 1 10 4.5v4.5M6 10.5v6L4.5 18H17" />
      <path d="M10 20.5h4M4 4l16 16" />
    </>
  ),
  plus: <path d="M12 5v14M5 12h14" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  check: <path d="m5 12.5 4.7 4.7L19 7.5" />,
  minus: <path d="M6 12h12" />,
  upDown: <path d="m8 9.5 4-4 4 4M8 14.5l4 4 4-4" />,
  down: <path d="m7 9.5 5 5 5-5" />,
  shield: (
    <>
      <path d="M12 3.5 19 6v5.5c0 4.3-2.8 7.4-7 9-4.2-1.6-7-4.7-7-9V6z" />
      <path d="m9 11.8 2.2 2.2 3.9-4.3" />
    </>
  ),
  back: <path d="m14.5 6-6 6 6 6" />,
  forward: <path d="m9.5 6 6 6-6 6" />,
  more: (
    <g fill="currentColor" stroke="none">
      <circle cx="5.5" cy="12" r="1.5" />
      <circle cx="12" cy="12" r="1.5" />
      <circle cx="18.5" cy="12" r="1.5" />
    </g>
  ),
  send: <path d="M20.5 3.5 3.5 10.2l6.8 3.5 3.5 6.8zM10.3 13.7l4.2-4.2" />,
  copy: (
    <>
      <rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2" />
      <path d="M15.5 8.5V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7.5a2 2 0 0 0 2 2h2.5" />
    </>
  ),
  key: (
    <>
      <circle cx="8" cy="15.5" r="4" />
      <path d="m11 12.7 8-8M16 7.5l3 3" />
    </>
  ),
  lock: (
    <>
      <rect x="5" y="10.5" width="14" height="9.5" rx="2" />
      <path d="M8.2 10.5V8a3.8 3.8 0 0 1 7.6 0v2.5" />
    </>
  ),
  play: <path d="m7.5 5 11 7-11 7z" />,
  stop: <rect x="6.5" y="6.5" width="11" height="11" rx="1.5" />,
  people: (
    <>
      <circle cx="9" cy="8.5" r="3.2" />
      <path d="M3 19.5c.4-3.6 2.7-5.5 6-5.5s5.6 1.9 6 5.5M15.5 5.7a3.2 3.2 0 0 1 0 5.6M17.5 14.5c2 .7 3.2 2.4 3.5 5" />
    </>
  ),
  bolt: <path d="M13 3 5.5 13.5h5.5L10.5 21 18.5 10.5H13z" />,
  clock: (
    <>
      <circle cx="12" cy="12" r="8.2" />
      <path d="M12 7.5V12l3 2" />
    </>
  ),
  download: <path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 19.5h15" />,
  upload: <path d="M12 15.5v-11M7.5 9 12 4.5 16.5 9M4.5 19.5h15" />,
  pencil: <path d="m4.5 19.5.9-4L16 4.9a1.5 1.5 0 0 1 2.1 0l1 1a1.5 1.5 0 0 1 0 2.1L8.5 18.6z" />,
  eye: (
    <>
      <path d="M2.5 12C4.5 8 8 5.8 12 5.8s7.5 2.2 9.5 6.2c-2 4-5.5 6.2-9.5 6.2S4.5 16 2.5 12z" />
      <circle cx="12" cy="12" r="2.8" />
    </>
  ),
  keyboard: (
    <>
      <rect x="2.5" y="6" width="19" height="12" rx="2" />
      <path d="M6.5 10h.01M10 10h.01M14 10h.01M17.5 10h.01M8 14h8" />
    </>
  ),
  sun: (
    <>
      <circle cx="12" cy="12" r="3.8" />
      <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4" />
    </>
  ),
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof DRAWINGS;

/** A drawing without a meaning of its own: the word stands beside it, or on the control that holds it. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {DRAWINGS[name]}
    </svg>
  );
}
