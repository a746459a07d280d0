/** What a stranger's page would try. Its script is of our own origin, so that the policy lets it report. */
export const PROBE_PAGES = {
  'index.html': `<!doctype html>
    <meta charset="utf-8"><title>Probe</title>
    <script src="./probe.js"></script>
    <script>window.inlineScriptRan = true</script>
    <script src="https://example.org/x.js"></script>
    <style>body { color: rgb(1, 2, 3) }</style>
    <body onload="window.inlineHandlerRan = true">
    <a id="away" href="https://example.org/">away</a>
    <a id="blank" href="https://example.org/" target="_blank">new window</a>
    <form id="form" action="https://example.org/" method="post"><button id="send">send</button></form>
    <iframe src="./index.html"></iframe>
    <webview src="https://example.org/" allowpopups></webview>
    <script src="./probe-end.js"></script>`,
  'probe.js': `window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));`,
  'probe-end.js': `
    window.tried = {};
    const attempt = (name, act) => { try { act(); tried[name] = 'done'; } catch (error) { tried[name] = error.name; } };
    attempt('eval', () => eval('1'));
    attempt('function', () => new Function('return 1')());
    attempt('html', () => { document.createElement('div').innerHTML = '<b>x</b>'; });
    const fetched = fetch('https://example.org/').then(() => 'done', (error) => error.name);
    fetched.then((result) => { tried.fetch = result; document.body.dataset.probed = 'yes'; });`,
};

/** What the pages leave behind to be read. */
export interface ProbeGlobals {
  readonly inlineScriptRan?: boolean;
  readonly inlineHandlerRan?: boolean;
  readonly violations: string[];
  readonly tried: Record<string, string>;
}
