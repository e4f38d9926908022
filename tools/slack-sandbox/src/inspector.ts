/** Shows the traffic as a readable page, newest first. Pure. */
import type { TrafficEntry } from './traffic.ts';

export function inspectorPage(entries: readonly TrafficEntry[]): string {
  const rows = entries.toReversed().map(row).join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sandbox traffic</title>
<style>
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
details { border-top: 1px solid #8884; padding: .35rem 0; }
summary { cursor: pointer; display: grid; grid-template-columns: 7rem 3rem 8rem 1fr auto; gap: .75rem; }
pre { overflow: auto; background: #8881; padding: .75rem; border-radius: 6px; white-space: pre-wrap; }
.bad { color: #d33; font-weight: 600; }
time, .via { opacity: .7; }
</style></head><body>
<h1>Traffic</h1>
<p>${entries.length} calls and envelopes, newest first; secrets are cut. <a href="/_inspector">Reload</a> · <a href="/_sandbox/traffic">as JSON</a> · <a href="/">chat</a></p>
${rows}
</body></html>
`;
}

function row(entry: TrafficEntry): string {
  const arrow = entry.direction === 'in' ? 'app → Slack' : 'Slack → app';
  const outcome = [
    entry.status === undefined || entry.status === 200 ? '' : String(entry.status),
    errorOf(entry),
    entry.fault ?? '',
  ]
    .filter((word) => word !== '')
    .join(' · ');
  const answer = entry.answer === undefined ? '' : `<h4>Answer</h4><pre>${pretty(entry.answer)}</pre>`;
  return (
    `<details><summary><time>${new Date(entry.at).toISOString().slice(11, 23)}</time><span>#${entry.n}</span>` +
    `<span class="via">${escapeHtml(entry.via)} ${arrow}</span><b>${escapeHtml(entry.name)}</b>` +
    `<span class="bad">${escapeHtml(outcome)}</span></summary><pre>${pretty(entry.body)}</pre>${answer}</details>`
  );
}

function errorOf(entry: TrafficEntry): string {
  const { answer } = entry;
  return typeof answer === 'object' && answer !== null && 'error' in answer && typeof answer.error === 'string'
    ? answer.error
    : '';
}

function pretty(value: unknown): string {
  return escapeHtml(JSON.stringify(value, null, 2) ?? '');
}

function escapeHtml(source: string): string {
  return source.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
