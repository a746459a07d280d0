/**
 * What every answer with a part of the dashboard says, whoever serves it: the window's own scheme, or a headless node
 * over loopback. No inline script or style, no frames, no plugins, no HTML made from strings, no other origin.
 */
const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'none'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': "'none'",
} as const;

/** How a page reaches its node: over the window's bridge, or by connections to the server that it came from. */
export type NodeReach = 'bridge' | 'own-server';

export function contentSecurityPolicy(reach: NodeReach): string {
  const policy = { ...POLICY, ...(reach === 'own-server' ? { 'connect-src': "'self'" } : {}) };
  return Object.entries(policy)
    .map(([directive, value]) => `${directive} ${value}`)
    .join('; ');
}

export function dashboardHeaders(reach: NodeReach): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(reach),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  };
}
