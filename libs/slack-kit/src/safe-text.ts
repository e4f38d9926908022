/**
 * Makes text from outside harmless. Pure. Removes control characters, direction overrides, direction embeddings and
 * invisible tags. Data also loses its isolates and direction marks, because it gets isolates later. Everything that a
 * person reads stays, including joiners of scripts and emoji.
 */

export const firstStrongIsolate = '\u2068';
export const popDirectionalIsolate = '\u2069';
export const leftToRightMark = '\u200E';
export const rightToLeftMark = '\u200F';

/** Matches a letter that is read from right to left. */
export const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

/** Returns the direction that an isolate gives the text: that of its first letter; null for a text without letters. */
export function directionOf(text: string): 'ltr' | 'rtl' | null {
  const [first] = /\p{L}/u.exec(text) ?? [];
  if (first === undefined) return null;
  return rightToLeft.test(first) ? 'rtl' : 'ltr';
}

/** Matches characters to remove. Tabs and line breaks of any kind have been replaced before. */
const invisible = /[\p{Cc}\u202A-\u202E\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;
const directions = /[\u200E\u200F\u061C\u2066-\u2069]/g;

/**
 * Matches a text of printable characters without surrogates and direction controls. Nearly every text is like this, and
 * needs no cleaning.
 */
const ordinary = /^[ -~\u00A1-\u061B\u061D-\u1FFF]*$/;

/** Cleans other people's words: removes direction controls, because `isolated` adds its own. */
export function cleanData(text: string): string {
  if (ordinary.test(text)) return breakMentions(text).trim();
  return breakMentions(plainLines(text).replace(directions, '')).trim();
}

/** Cleans our own words: keeps their isolates and marks, but closes each isolate exactly once. */
export function cleanWords(text: string): string {
  if (ordinary.test(text)) return breakMentions(text);
  return balanceIsolates(breakMentions(plainLines(text)));
}

/** Isolates the text, so that its direction does not affect the text around it. */
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
      // These characters can't be escaped, so characters that look alike replace them. Within a word they are not
      // markup and stay, because an e-mail address must be copied unchanged.
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

/** Slack shows plain text as it is, but another program may read it as markup. So this breaks mentions up. */
function breakMentions(text: string): string {
  return text.replace(/<(?=[@!#])/g, '\u2039');
}
