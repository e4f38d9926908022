/**
 * Makes text from outside harmless. Pure.
 * Removes control characters, bidirectional overrides and embeddings, isolates and marks within data (it gets isolates
 * of its own), and invisible tags. Keeps everything that a person reads, including joiners of scripts and emoji.
 */

export const firstStrongIsolate = '\u2068';
export const popDirectionalIsolate = '\u2069';
export const leftToRightMark = '\u200E';
export const rightToLeftMark = '\u200F';

/** Tabs and line breaks of any kind are handled before these are removed. */
const invisible = /[\p{Cc}\u202A-\u202E\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;
const directions = /[\u200E\u200F\u061C\u2066-\u2069]/g;

/** Printable, without surrogates, and without direction controls: nearly every text, with nothing to clean. */
const ordinary = /^[ -~\u00A1-\u061B\u061D-\u1FFF]*$/;

/** Other people's words: without direction controls, since `isolated` adds its own. */
export function cleanData(text: string): string {
  if (ordinary.test(text)) return breakMentions(text).trim();
  return breakMentions(plainLines(text).replace(directions, '')).trim();
}

/** Our own words: keeps their isolates and marks, but closes each isolate exactly once. */
export function cleanWords(text: string): string {
  if (ordinary.test(text)) return breakMentions(text);
  return balanceIsolates(breakMentions(plainLines(text)));
}

/** Isolates the direction of the text inside. */
export function isolated(text: string): string {
  return text === '' ? '' : `${firstStrongIsolate}${text}${popDirectionalIsolate}`;
}

/** For `mrkdwn`: the result contains no markup, mention, link or emoji name. */
export function escapeMrkdwn(text: string): string {
  if (!/[&<>`*_~:]/.test(text)) return text;
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // There is no escape for these, so they become look-alikes. Within a word they are not markup, and stay (an
      // e-mail address must be copied unchanged).
      .replaceAll('`', '\u02CB')
      .replace(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu, (sign) => twins[sign] ?? sign)
      .replace(/:(?=[\d_+'-]*[a-z][\w+'-]*:)/gi, '\uA789')
  );
}

const twins: Readonly<Record<string, string>> = { '*': '\u2217', _: '\u02CD', '~': '\u223C' };

export function balanceIsolates(text: string): string {
  if (!/[\u2066-\u2069]/.test(text)) return text;
  let open = 0;
  const balanced = text.replace(/[\u2066-\u2069]/g, (sign) => {
    if (sign !== popDirectionalIsolate) {
      open += 1;
      return sign;
    }
    if (open === 0) return '';
    open -= 1;
    return sign;
  });
  return balanced + popDirectionalIsolate.repeat(open);
}

function plainLines(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n')
    .replaceAll('\t', ' ')
    .split('\n')
    .map((line) => line.replace(invisible, ''))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

/** In text without escaping (plain text is shown unchanged), other readers must not see a mention either. */
function breakMentions(text: string): string {
  return text.replace(/<(?=[@!#])/g, '\u2039');
}
