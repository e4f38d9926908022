/** Draws the simple blocks: header, section, divider, context, actions, input, alert. */
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { isRecord, list, record, text, type Json } from '../json.ts';
import { Element } from '../elements/element.ts';
import { idOf } from '../elements/values.ts';
import { useSurface } from '../surface.ts';
import { h, tag } from '../tag.ts';
import { plain, TextObject } from '../text/draw-text.ts';
import type { BlockProps } from './block-props.ts';
import { useWords } from '../world.ts';

export function Header({ block }: BlockProps): VNode {
  return tag('h3.header-text', { dir: 'auto' }, plain(block['text']));
}

export function Divider(): VNode {
  return tag('hr');
}

function keyOf(element: Json, at: number): string {
  return `${idOf(element)}/${at}`;
}

export function Section({ block, blockId }: BlockProps): VNode {
  const fields = list(block['fields']);
  const { accessory } = block;
  const words = tag(
    'div.section-words',
    null,
    block['text'] === undefined ? null : tag('div.text', null, h(TextObject, { value: block['text'] })),
    fields.length === 0
      ? null
      : tag('div.fields', null, ...fields.map((field) => tag('div.field', null, h(TextObject, { value: field })))),
  );
  if (!isRecord(accessory)) return words;
  return tag('div.section', null, words, tag('div.accessory', null, h(Element, { element: accessory, blockId })));
}

export function Context({ block, blockId }: BlockProps): VNode {
  return tag(
    'div.context',
    null,
    ...list(block['elements']).map((value, at) => {
      const element = record(value);
      if (element['type'] === 'mrkdwn' || element['type'] === 'plain_text')
        return tag('div.context-text', { key: at }, h(TextObject, { value }));
      return h(Element, { key: at, element, blockId });
    }),
  );
}

export function Actions({ block, blockId }: BlockProps): VNode {
  const elements = list(block['elements']).filter(isRecord);
  return tag(
    'div.actions',
    null,
    ...elements.map((element, at) => h(Element, { key: keyOf(element, at), element, blockId })),
  );
}

export function Alert({ block }: BlockProps): VNode {
  const level = text(block['level']) ?? 'default';
  const icons: Record<string, string> = { error: '⛔', warning: '⚠', success: '✓', info: 'ℹ' };
  const role = level === 'error' || level === 'warning' ? 'alert' : 'status';
  return tag(
    `div.alert.alert-${level.replaceAll(/\W/g, '')}`,
    { role },
    tag('span.alert-icon', { 'aria-hidden': 'true' }, icons[level] ?? 'ℹ'),
    tag('div', null, h(TextObject, { value: block['text'] })),
  );
}

export function Input({ block, blockId }: BlockProps): VNode {
  const { errors } = useSurface();
  const say = useWords();
  const id = useId();
  const error = errors[blockId];
  const label = plain(block['label']);
  const element = record(block['element']);
  const described = [
    block['hint'] === undefined ? [] : [`${id}-hint`],
    error === undefined ? [] : [`${id}-error`],
  ].flat();
  return tag(
    'div.input',
    { class: error === undefined ? '' : 'wrong' },
    tag(
      'div.input-label',
      { dir: 'auto' },
      label,
      block['optional'] === true ? tag('span.optional', null, ` ${say.optional}`) : null,
    ),
    h(Element, {
      element,
      blockId,
      label,
      describedBy: described.length === 0 ? undefined : described.join(' '),
      quiet: block['dispatch_action'] !== true,
    }),
    error === undefined ? null : tag('div.input-error', { id: `${id}-error`, role: 'alert', dir: 'auto' }, error),
    block['hint'] === undefined ? null : tag('div.input-hint', { id: `${id}-hint`, dir: 'auto' }, plain(block['hint'])),
  );
}
