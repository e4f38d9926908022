/**
 * What a person typed after the command, from what Slack sends of it: people stay references (`<@U0123>`), channels and links are what was typed, and the
 * three characters that Slack escapes are themselves again. Pure. Source: Slack, "Escape channels, users, and links sent to your app".
 */
export function typedText(sent: string): string {
  return harmless(sent)
    .replace(/<#[A-Z0-9]+\|([^<>]*)>/g, '#$1')
    .replace(/<([@#][A-Z0-9]+)(?:\|[^<>]*)?>/g, '\u0001$1\u0002')
    .replace(/<!(?:subteam\^[A-Z0-9]+\|)?@?([^<>|]*)(?:\|[^<>]*)?>/g, '@$1')
    .replace(/<([^<>|]*)\|([^<>]*)>/g, '$2')
    .replace(/<([^<>|]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('\u0001', '<')
    .replaceAll('\u0002', '>');
}

/** Makes a person's input fit to store and show: well-formed, on one line, without control characters. */
function harmless(text: string): string {
  return text
    .toWellFormed()
    .replace(/\s*[\n\r\t\v\f\u0085\u2028\u2029]+\s*/g, ' ')
    .replace(/\p{Cc}/gu, '');
}

/** `<@U0123>` or its id; null for what names nobody. */
export function personIn(word: string): string | null {
  return /^<@([UW][A-Z0-9]{2,20})>$/i.exec(word)?.[1]?.toUpperCase() ?? null;
}
