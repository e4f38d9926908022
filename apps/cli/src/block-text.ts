/** Writes the words of Slack's blocks for a terminal, with a line for each block or row. Pure. */

interface Node {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly fields?: unknown;
  readonly elements?: unknown;
  readonly rows?: unknown;
}

/** Buttons and menus are left out. */
export function blockLines(blocks: readonly object[]): readonly string[] {
  return blocks
    .filter((block: Node) => block.type !== 'actions')
    .flatMap(linesOf)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function linesOf(block: Node): readonly string[] {
  const { type, text, fields, elements, rows } = block;
  if (Array.isArray(rows)) return rows.map((row: unknown) => wordsOf(row, '  '));
  if (type === 'rich_text') return Array.isArray(elements) ? elements.map((one: unknown) => wordsOf(one, '')) : [];
  return [text, fields, elements].map((part) => wordsOf(part, '  ')).flatMap((words) => words.split('\n'));
}

function wordsOf(part: unknown, between: string): string {
  if (typeof part === 'string') return plain(part);
  if (Array.isArray(part))
    return part
      .map((one: unknown) => wordsOf(one, between))
      .filter(Boolean)
      .join(between);
  if (typeof part !== 'object' || part === null) return '';
  const { text, elements } = part as Node;
  return text === undefined ? wordsOf(elements ?? null, '') : wordsOf(text, between);
}

/** Shows only the text of a link or a date. */
function plain(text: string): string {
  return text
    .replaceAll(/<[^<>|]*\|([^<>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
