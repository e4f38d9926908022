/**
 * Parses the text between `<` and `>` in mrkdwn: links, mentions, dates. Returns `undefined` for anything else. Pure.
 */
import type { Inline } from './inline.ts';

type Parse = (text: string, within?: ReadonlySet<string>) => Inline[];

/** Whether a link may be followed; other links are shown as text. */
export function isSafeUrl(url: string): boolean {
  return /^(https?:\/\/|mailto:|tel:)/i.test(url);
}

function labelled<Node extends object>(node: Node, label: string | undefined): Node & { label?: string } {
  return label === undefined || label === '' ? node : { ...node, label };
}

export function parseReference(inner: string, parse: Parse, unescape: (text: string) => string): Inline | undefined {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : unescape(inner.slice(bar + 1));
  const sign = target[0];
  if (sign === '@') return labelled({ kind: 'user', id: target.slice(1) } as const, label);
  if (sign === '#') return labelled({ kind: 'channel', id: target.slice(1) } as const, label);
  if (sign === '!') return special(target.slice(1), label);
  const url = unescape(target);
  if (!isSafeUrl(url)) return undefined;
  const shown = url.replace(/^(mailto|tel):/i, '');
  const children: Inline[] = bar < 0 ? [{ kind: 'text', text: shown }] : parse(inner.slice(bar + 1));
  return { kind: 'link', url, children };
}

function special(target: string, label: string | undefined): Inline | undefined {
  if (target.startsWith('subteam^')) return labelled({ kind: 'usergroup', id: target.slice(8) } as const, label);
  if (target.startsWith('date^')) {
    const [, seconds = '', format = '', url] = target.split('^');
    const timestamp = Number(seconds);
    if (!/^\d+$/.test(seconds) || format === '') return { kind: 'text', text: label ?? target };
    const made: Inline = { kind: 'date', timestamp, format, fallback: label ?? format };
    return url !== undefined && isSafeUrl(url) ? { ...made, url } : made;
  }
  if (['here', 'channel', 'everyone'].includes(target)) return { kind: 'broadcast', range: target };
  return { kind: 'text', text: label ?? target };
}
