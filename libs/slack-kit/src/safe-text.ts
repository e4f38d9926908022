/**
 * Text from outside made harmless. Pure.
 * What is removed: control characters, bidirectional overrides and embeddings, isolates and marks that came with data (the data gets isolates of its own),
 * invisible tags. What is kept: everything that a person reads, joiners of scripts and emoji included.
 */

export const firstStrongIsolate = '\u2068';
export const popDirectionalIsolate = '\u2069';
export const leftToRightMark = '\u200E';
export const rightToLeftMark = '\u200F';

/** Tabs and line breaks of any kind are handled before these go. */
const invisible = /[\p{Cc}\u202A-\u202E\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;
const directions = /[\u200E\u200F\u061C\u2066-\u2069]/g;

/** Printable, no surrogates, no direction of its own but letters': nearly every text there is, and nothing to clean. */
const ordinary = /^[ -~\u00A1-\u061B\u061D-\u1FFF]*$/;

/** Somebody else's words: without direction signs, for `isolated` gives them their own. */
export function cleanData(text: string): string {
  if (ordinary.test(text)) return breakMentions(text).trim();
  return breakMentions(plainLines(text).replace(directions, '')).trim();
}

/** Our own words: their isolates and marks stay, but no isolate is left open or closed twice. */
export function cleanWords(text: string): string {
  if (ordinary.test(text)) return breakMentions(text);
  return balanceIsolates(breakMentions(plainLines(text)));
}

/** So that the direction of what is inside stays its own. */
export function isolated(text: string): string {
  return text === '' ? '' : `${firstStrongIsolate}${text}${popDirectionalIsolate}`;
}

/** For `mrkdwn`: nothing in it is markup, a mention, a link or an emoji's name. */
export function escapeMrkdwn(text: string): string {
  if (!/[&<>`*_~:]/.test(text)) return text;
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // There is no escape for these: a twin that reads the same. Within a word they are no markup, and stay (an e-mail's address is copied as it is).
      .replaceAll('`', '\u02CB')
      .replace(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu, (sign) => twins[sign] ?? sign)
      .replace(/:(?=[\w+'-]*[a-z][\w+'-]*:)/gi, '\uA789')
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

/** Where text is not escaped (plain text is shown as it is) it still looks like no mention to whatever reads it. */
function breakMentions(text: string): string {
  return text.replace(/<(?=[@!#])/g, '\u2039');
}
