/** Zones that a rule speaks of together. */
export const RENDERER = ['renderer-shell', 'renderer-features', 'renderer-below'] as const;
export const PROTOCOL = [
  'protocol-base',
  'protocol-log',
  'protocol-closing',
  'protocol-trust',
  'protocol-forks',
  'protocol-state',
  'protocol-proof',
] as const;
export const SHARED = [...PROTOCOL, 'contract', 'words'] as const;
export const NODE_BASE = ['node-store', 'node-base'] as const;
export const NODE = [
  ...NODE_BASE,
  'node-credentials',
  'node-issuing',
  'node-care',
  'node-messaging',
  'node-transport',
  'node-cell',
  'cell-reactions',
  'node-cognition',
  'node-agent',
  'node-search',
  'node-root',
] as const;
