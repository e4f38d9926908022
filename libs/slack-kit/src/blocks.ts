/**
 * Renders one part of a card as blocks, each within Slack's limits. Pure. Text is rich text where Slack accepts it
 * (shown and copied unchanged), otherwise `mrkdwn` with everything escaped, otherwise plain text.
 */
import type {
  ActionsBlock,
  Button as ButtonElement,
  ConfirmationDialog,
  ContextBlock,
  KnownBlock,
  Overflow,
  PlainTextElement,
  RichTextBlock,
  SectionBlock,
  StaticSelect,
  TableBlock,
} from '@slack/types';
import type { Button, Card, CardPart, Confirm, Control, Menu, Select, Text } from './card.ts';
import { cutVisibly } from './cut-text.ts';
import {
  hasCommand,
  isPlain,
  plainSentence,
  toMrkdwn,
  toPlain,
  toRichText,
  toSections,
  withIsolatedArguments,
} from './inline.ts';
import { limits } from './limits.ts';
import type { Surface } from './limits.ts';
import { balanceIsolates, cleanWords, rightToLeftMark } from './safe-text.ts';

export interface PartContext {
  readonly direction: Card['direction'];
  readonly surface: Surface;
  /** Returns an id for a block, a new one at each call. */
  readonly blockId: () => string;
  /** Makes the id of an action unique within the card. */
  readonly actionId: (action: string) => string;
  /** Returns true only at the first call, because Slack accepts one table per message. */
  readonly takeTable: () => boolean;
  /** Whether to use Slack's own charts; otherwise text replaces them. */
  readonly withCharts: boolean;
  /** The words for "+3 more". */
  readonly more: (count: number) => string;
}

/** Returns an empty list if there is nothing to show. */
export function partBlocks(part: CardPart, context: PartContext): KnownBlock[] {
  switch (part.kind) {
    case 'header':
      return blank(part.text) ? [] : [{ type: 'header', text: plainText(part.text, limits.header, context.direction) }];
    case 'text':
      return part.button === undefined
        ? richTextBlocks(part.text, { ...context, direction: part.direction ?? context.direction })
        : textWithButton(part.text, part.button, context);
    case 'facts':
      return factsBlocks(part.facts, context);
    case 'note':
      return noteBlocks(part.text, context);
    case 'actions':
      return actionsBlocks(part.elements, context);
    case 'chart':
      return chartBlocks(part, context);
    case 'table':
      return tableBlocks(part, context);
    default:
      return [{ type: 'divider' }];
  }
}

function richTextBlocks(text: Text, { direction }: PartContext): RichTextBlock[] {
  const elements = toSections(text, direction, limits.richText);
  const isVisible = elements.some((section) => section.elements.some((one) => one.type !== 'text' || !blank(one.text)));
  return isVisible ? [{ type: 'rich_text', elements }] : [];
}

function textWithButton(text: Text, button: Button, context: PartContext): KnownBlock[] {
  const accessory = buttonElement(button, context);
  const object = sectionText(text, context);
  if (accessory === null) return richTextBlocks(text, context);
  if (object === null) return actionsBlocks([button], context);
  return [{ type: 'section', block_id: context.blockId(), text: object, accessory } satisfies SectionBlock];
}

/**
 * In a modal, facts are rich text, because people copy them from there. In a message they are in two columns, which
 * are quicker to read.
 */
function factsBlocks(facts: readonly { label: string; value: Text }[], context: PartContext): KnownBlock[] {
  if (context.surface === 'modal') {
    return richTextBlocks(
      facts.flatMap(({ label, value }, index): Text => [
        ...(index === 0 ? [] : [{ lineBreak: true } as const]),
        { words: label, style: 'bold' },
        { words: ': ' },
        ...value,
      ]),
      context,
    );
  }
  const fields = facts.map(({ label, value }) => ({
    type: 'mrkdwn' as const,
    text: toMrkdwn(
      [{ words: label, style: 'bold' }, { lineBreak: true }, ...value],
      context.direction,
      limits.fields.text,
    ),
    verbatim: true,
  }));
  return chunks(fields, limits.fields.count).map((some) => ({ type: 'section', fields: some }));
}

function noteBlocks(text: Text, context: PartContext): KnownBlock[] {
  if (hasCommand(text)) return richTextBlocks(text, context);
  const object = textObject(text, limits.context.text, context);
  return object === null ? [] : [{ type: 'context', elements: [object] }];
}

function actionsBlocks(elements: readonly Control[], context: PartContext): ActionsBlock[] {
  const made = elements.map((element) => controlElement(element, context)).filter((element) => element !== null);
  return chunks(made, limits.actions).map((some) => ({ type: 'actions', block_id: context.blockId(), elements: some }));
}

function controlElement(control: Control, context: PartContext) {
  switch (control.kind) {
    case 'button':
      return buttonElement(control, context);
    case 'select':
      return selectElement(control, context);
    default:
      return menuElement(control, context);
  }
}

function menuElement({ action, options }: Menu, { actionId, direction }: PartContext): Overflow | null {
  const made = options
    .filter(({ label, value }) => value !== '' && isSendable(value, limits.menu.value) && !blank(label))
    .slice(0, limits.menu.options)
    .map(({ label, value }) => ({ text: plainText(label, limits.menu.label, direction), value }));
  return made.length === 0 ? null : { type: 'overflow', action_id: actionId(action), options: made };
}

/** Returns `null` for a button without a visible label, or with a value that Slack would change. */
function buttonElement(button: Button, { actionId, direction }: PartContext): ButtonElement | null {
  if (!isSendable(button.value, limits.button.value) || blank(button.label)) return null;
  return {
    type: 'button',
    action_id: actionId(button.action),
    text: plainText(button.label, limits.button.text, direction),
    value: button.value,
    ...(button.style === undefined ? {} : { style: button.style }),
    ...(button.confirm === undefined ? {} : { confirm: confirmObject(button.confirm, direction) }),
  };
}

function confirmObject({ title, text, yes, no }: Confirm, direction: PartContext['direction']): ConfirmationDialog {
  return {
    title: plainText(title, limits.confirm.title, direction),
    text: plainText(text, limits.confirm.text, direction),
    confirm: plainText(yes, limits.confirm.answer, direction),
    deny: plainText(no, limits.confirm.answer, direction),
  };
}

/** Whether a value would come back from Slack unchanged. A changed value would request something else. */
function isSendable(value: string, max: number): boolean {
  return value.length <= max && value.isWellFormed() && !/\p{Cc}/u.test(value);
}

function selectElement(select: Select, { actionId, direction }: PartContext): StaticSelect | null {
  const options = select.options
    .filter(({ label, value }) => value !== '' && isSendable(value, limits.select.value) && !blank(label))
    .slice(0, limits.select.options)
    .map(({ label, value }) => ({ text: plainText(label, limits.select.label, direction), value }));
  if (options.length === 0) return null;
  const chosen = options.find(({ value }) => value === select.chosen);
  const placeholder = blank(select.placeholder) ? '…' : select.placeholder;
  return {
    type: 'static_select',
    action_id: actionId(select.action),
    placeholder: plainText(placeholder, limits.select.placeholder, direction),
    options,
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  };
}

/**
 * Slack's types do not have this block yet. A workspace without charts refuses it; the message's `fallback` leaves it
 * out.
 */
function chartBlocks(
  { title, series, points, text }: CardPart & { kind: 'chart' },
  context: PartContext,
): KnownBlock[] {
  const { chart } = limits;
  const labels = points.map(({ label }) => oneLine(label, chart.label));
  const isFit = points.length > 0 && points.length <= chart.categories && new Set(labels).size === labels.length;
  if (!context.withCharts || context.surface !== 'message' || !isFit) return richTextBlocks(text, context);
  const block = {
    type: 'data_visualization',
    title: oneLine(title, chart.title),
    chart: {
      type: 'bar',
      series: [
        {
          name: oneLine(series, chart.label),
          data: points.map(({ value }, index) => ({ label: labels[index] ?? '', value })),
        },
      ],
      axis_config: { categories: labels },
    },
  };
  return [block as unknown as KnownBlock];
}

function tableBlocks(table: CardPart & { kind: 'table' }, context: PartContext): KnownBlock[] {
  const columns = table.columns.slice(0, limits.table.columns);
  if (columns.length === 0) return [];
  if (context.surface !== 'message' || !context.takeTable()) return tableLines(table, context);
  const kept = table.rows.slice(0, limits.table.rows - 1);
  const ends = context.direction === 'rtl' ? { start: 'right', end: 'left' } : { start: 'left', end: 'right' };
  const block: TableBlock = {
    type: 'table',
    column_settings: columns.map(({ align }) => ({ align: ends[align] as 'left' | 'right', is_wrapped: true })),
    rows: [
      columns.map(({ label }) => cell([{ words: label, style: 'bold' }], context)),
      ...kept.map((row) => columns.map((_, index) => cell(row[index] ?? [], context))),
    ],
  };
  return [block, ...moreBlocks(table.rows.length - kept.length, context)];
}

function cell(text: Text, { direction }: PartContext): TableBlock['rows'][number][number] {
  const plain = toPlain(text, direction, limits.table.cell);
  if (blank(plain)) return { type: 'raw_text', text: '–' };
  if (isPlain(text)) return { type: 'raw_text', text: plain };
  const elements = toRichText(text, direction, limits.table.cell);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** Returns the table's rows as lines, for places where Slack accepts no table. */
function tableLines(table: CardPart & { kind: 'table' }, context: PartContext): KnownBlock[] {
  const kept = table.rows.slice(0, limits.table.rows);
  const text = kept.flatMap((row, index): Text => [
    ...(index === 0 ? [] : [{ lineBreak: true } as const]),
    ...row.flatMap((value, column): Text => (column === 0 ? value : [{ words: ' · ' }, ...value])),
  ]);
  return [...richTextBlocks(text, context), ...moreBlocks(table.rows.length - kept.length, context)];
}

export function moreBlocks(count: number, { direction, more }: Pick<PartContext, 'direction' | 'more'>): KnownBlock[] {
  if (count <= 0) return [];
  return [{ type: 'context', elements: [plainText(more(count), limits.context.text, direction)] }];
}

type TextObject = ContextBlock['elements'][number] & { type: 'mrkdwn' | 'plain_text' };

const keptObjects = new WeakMap<Text, Map<Card['direction'], TextObject | null>>();

/** Caches how the text is rendered beside a button, because other cards have the same text. */
export function keepText(text: Text): Text {
  keptObjects.set(text, new Map());
  return text;
}

function sectionText(text: Text, context: PartContext): TextObject | null {
  const ofText = keptObjects.get(text);
  const known = ofText?.get(context.direction);
  if (known !== undefined) return known;
  const made = textObject(text, limits.sectionText, context);
  ofText?.set(context.direction, made);
  return made;
}

function textObject(text: Text, max: number, { direction }: PartContext): TextObject | null {
  const plain = toPlain(text, direction, max);
  if (blank(plain)) return null;
  return isPlain(text)
    ? { type: 'plain_text', text: plain, emoji: false }
    : { type: 'mrkdwn', text: toMrkdwn(text, direction, max), verbatim: true };
}

/** A label or title: one line that is shown unchanged. A command in it is shown as it is typed. */
export function plainText(text: string, max: number, direction: Card['direction']): PlainTextElement {
  const isCommand = text.startsWith('/');
  const mark = direction === 'rtl' && !isCommand ? rightToLeftMark : '';
  return { type: 'plain_text', text: oneLine(isCommand ? withIsolatedArguments(text) : text, max, mark), emoji: false };
}

function oneLine(text: string, max: number, mark = ''): string {
  const line = mark + cleanWords(plainSentence(text)).replace(/\s+/gu, ' ').trim();
  return balanceIsolates(cutVisibly(line, max, (some) => balanceIsolates(some).length));
}

/** Whether the text has no character that a person would see. */
export function blank(text: string): boolean {
  return !visible.test(text);
}

/** Characters that a person sees; `cleanWords` removes control characters. */
const visible = /[^\s\p{Cc}\p{Cf}\u{E0000}-\u{E007F}]/u;

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
