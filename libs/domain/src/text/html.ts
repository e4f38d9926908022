/**
 * Reads text from a web form or page: removes tags, and decodes entities once. Pure; the time is proportional to the
 * text's length. A tag must have the name of an HTML element, so `budget < 90000 and > 70000` and Slack's `<!here>`
 * stay unchanged.
 */

const inline =
  'a abbr b bdi bdo big button cite code em font i img input ins kbd label mark q s samp small span strike strong sub sup tt u var wbr';
const block =
  'address article aside blockquote body br caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 head header hr html li link main meta nav ol option p pre section select table tbody textarea tfoot thead title tr ul';
/** A space separates the cells of one row. */
const spaced = 'td th';
/** The text inside these elements is not for people. */
const silent = 'script style';

const kinds: ReadonlyMap<string, 'inline' | 'block' | 'spaced' | 'silent'> = new Map([
  ...inline.split(' ').map((name) => [name, 'inline'] as const),
  ...block.split(' ').map((name) => [name, 'block'] as const),
  ...spaced.split(' ').map((name) => [name, 'spaced'] as const),
  ...silent.split(' ').map((name) => [name, 'silent'] as const),
]);

const tags = /<\/?([a-z][a-z0-9]*)(?:\s[^<>]*)?\/?>/gi;

/**
 * Removes tags and comments, puts each block on a line of its own, and then decodes entities once. Text without tags
 * and entities is returned unchanged.
 */
export function plainOfHtml(text: string): string {
  return decodeEntities(text.includes('<') ? withoutTags(withoutComments(text)) : text);
}

function withoutTags(text: string): string {
  const found = [...text.matchAll(tags)].flatMap((match) => {
    const name = (match[1] ?? '').toLowerCase();
    const kind = kinds.get(name);
    return kind === undefined ? [] : [{ at: match.index, whole: match[0], name, kind }];
  });
  if (found.length === 0) return text;
  // Between blocks, line ends of the source are only spaces.
  const hasBlocks = found.some(({ kind }) => kind === 'block');
  let bare = '';
  let from = 0;
  let silence: string | null = null;
  for (const { at, whole, name, kind } of found) {
    const isEnd = whole.startsWith('</');
    if (silence !== null && !(isEnd && name === silence)) continue;
    if (silence === null) bare += between(text.slice(from, at), hasBlocks);
    silence = kind === 'silent' && !isEnd && text.toLowerCase().includes(`</${name}`, at) ? name : null;
    bare += kind === 'block' ? '\n' : kind === 'spaced' && !bare.endsWith(' ') ? ' ' : '';
    from = at + whole.length;
  }
  bare += silence === null ? between(text.slice(from), hasBlocks) : '';
  return hasBlocks ? bare.replace(/[^\S\n]+/g, ' ').replace(/ ?\n[ \n]*/g, '\n') : bare;
}

function between(text: string, hasBlocks: boolean): string {
  return hasBlocks ? text.replace(/[\r\n]+/g, ' ') : text;
}

function withoutComments(text: string): string {
  let bare = '';
  let from = 0;
  for (;;) {
    const at = text.indexOf('<!--', from);
    const end = at < 0 ? -1 : text.indexOf('-->', at + 4);
    if (end < 0) return bare + text.slice(from);
    bare += text.slice(from, at);
    from = end + 3;
  }
}

/** The names of the characters from U+00A0 on, in order. */
const latin =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

const named: ReadonlyMap<string, string> = new Map([
  ...latin.split(' ').map((name, n) => [name, String.fromCharCode(0xa0 + n)] as const),
  ['nbsp', ' '],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['AMP', '&'],
  ['LT', '<'],
  ['GT', '>'],
  ['QUOT', '"'],
  ['ndash', '–'],
  ['mdash', '—'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['sbquo', '‚'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['bdquo', '„'],
  ['hellip', '…'],
  ['bull', '•'],
  ['dagger', '†'],
  ['permil', '‰'],
  ['lsaquo', '‹'],
  ['rsaquo', '›'],
  ['euro', '€'],
  ['trade', '™'],
  ['ensp', ' '],
  ['emsp', ' '],
  ['thinsp', ' '],
  ['zwnj', '\u200C'],
  ['zwj', '\u200D'],
  ['lrm', '\u200E'],
  ['rlm', '\u200F'],
  ['larr', '←'],
  ['rarr', '→'],
  ['le', '≤'],
  ['ge', '≥'],
  ['ne', '≠'],
  ['minus', '−'],
]);

/** HTML reads the numbers 128 to 159 as windows-1252, because authors who write these numbers mean windows-1252. */
const windows1252 = new TextDecoder('windows-1252');

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z][A-Za-z\d]{1,7}));/g, (whole, ...groups) => {
    const [decimal, hex, name] = groups as (string | undefined)[];
    if (name !== undefined) return named.get(name) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    if (code === 0xa0) return ' ';
    if (code >= 0x80 && code <= 0x9f) return windows1252.decode(Uint8Array.of(code));
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? whole : String.fromCodePoint(code);
  });
}
