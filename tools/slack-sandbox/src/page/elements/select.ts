/**
 * Draws selects with known options, or with people or channels. They are the browser's own selects, so that a phone
 * shows its usual menu.
 */
import type { VNode } from 'preact';
import { list, record, text, type Json } from '../json.ts';
import { h, tag } from '../tag.ts';
import { plain } from '../text/draw-text.ts';
import { useWords, useWorld, type World } from '../world.ts';
import { useConfirm } from './button.ts';
import { nameOf, placeholderOf, useElement, type ElementProps } from './parts.ts';
import { optionGroups } from './values.ts';

/** An option. `key` identifies the option; `value` is sent to the app. */
export interface Choice {
  key: string;
  label: string;
  value: unknown;
}

export interface ChoiceGroup {
  label: string;
  choices: Choice[];
}

function people(world: World): ChoiceGroup[] {
  const choices = [...world.users.values()].map(({ id, realName }) => ({ key: id, label: realName, value: id }));
  return [{ label: '', choices }];
}

function conversations(world: World, element: Json): ChoiceGroup[] {
  const onlyPublic = text(element['type'])?.includes('channels') === true;
  const include = list(record(element['filter'])['include']);
  const choices = [...world.channels.values()]
    .filter((channel) => !channel.isArchived && (!onlyPublic || channel.kind === 'public'))
    .filter((channel) => include.length === 0 || include.includes(channel.kind))
    .map(({ id, name, kind }) => ({
      key: id,
      // Isolates the name, because beside Arabic text its `#` would be shown at the wrong end.
      label: kind === 'im' ? world.known.app.name : `\u2068#${name}\u2069`,
      value: id,
    }));
  return [{ label: '', choices }];
}

export function choiceGroups(source: Json): ChoiceGroup[] {
  return optionGroups(source).map(({ label, options }) => ({
    label,
    choices: options.map((option) => ({
      key: text(option['value']) ?? '',
      label: plain(option['text']),
      value: option,
    })),
  }));
}

function groupsOf(element: Json, world: World): ChoiceGroup[] {
  const type = text(element['type']) ?? '';
  if (type.endsWith('users_select')) return people(world);
  if (type.endsWith('channels_select') || type.endsWith('conversations_select')) return conversations(world, element);
  return choiceGroups(element);
}

export function keyOf(value: unknown): string {
  return text(value) ?? text(record(value)['value']) ?? '';
}

function drawGroups(groups: readonly ChoiceGroup[], chosen: ReadonlySet<string>): VNode[] {
  return groups.flatMap(({ label, choices }) => {
    const options = choices.map(({ key, label: shown }) =>
      tag('option', { value: key, selected: chosen.has(key) }, shown),
    );
    return label === '' ? options : [tag('optgroup', { label }, ...options)];
  });
}

function find(groups: readonly ChoiceGroup[], key: string): Choice | undefined {
  return groups.flatMap(({ choices }) => choices).find((choice) => choice.key === key);
}

export function Select(props: ElementProps): VNode {
  const { element } = props;
  const world = useWorld();
  const { value, choose, busy, failed } = useElement(props);
  const { ask, dialog } = useConfirm(element);
  const groups = groupsOf(element, world);
  const chosen = keyOf(value);
  const known = find(groups, chosen);
  const nothing = placeholderOf(element, useWords().selectOne);
  return tag(
    'span.select',
    { class: `${busy ? 'busy' : ''} ${failed ? 'failed' : ''}` },
    tag(
      'select',
      {
        'aria-label': nameOf(props, nothing),
        'aria-describedby': props.describedBy,
        'aria-busy': busy ? 'true' : undefined,
        dir: 'auto',
        class: known === undefined ? 'empty' : '',
        onChange(event: Event) {
          const select = event.currentTarget as HTMLSelectElement;
          const { value: key } = select;
          // Shows the old choice until the person has confirmed the new one.
          select.value = known?.key ?? '';
          ask(() => choose(find(groups, key)?.value ?? null));
        },
      },
      tag('option', { value: '', selected: known === undefined, disabled: props.quiet !== true }, nothing),
      ...drawGroups(groups, new Set([chosen])),
    ),
    dialog,
  );
}

/** Shows the chosen options as tokens that can be removed. */
export function Tokens({ chosen, remove }: { chosen: Choice[]; remove: (key: string) => void }): VNode | null {
  const say = useWords();
  if (chosen.length === 0) return null;
  return tag(
    'span.tokens',
    null,
    ...chosen.map(({ key, label }) =>
      tag(
        'span.token',
        { key },
        tag('span', { dir: 'auto' }, label),
        tag('button', { type: 'button', 'aria-label': say.remove(label), onClick: () => remove(key) }, '✕'),
      ),
    ),
  );
}

export function MultiSelect(props: ElementProps): VNode {
  const { element } = props;
  const say = useWords();
  const world = useWorld();
  const { value, choose, busy, failed } = useElement(props);
  const { ask, dialog } = useConfirm(element);
  const groups = groupsOf(element, world);
  const keys = list(value).map(keyOf);
  const chosen = keys.flatMap((key) => find(groups, key) ?? []);
  const full = chosen.length >= Number(element['max_selected_items'] ?? Infinity);
  const left = groups.map(({ label, choices }) => ({
    label,
    choices: choices.filter(({ key }) => !keys.includes(key)),
  }));
  const nothing = placeholderOf(element, say.selectMany);
  const take = (next: Choice[]): void => ask(() => choose(next.map((choice) => choice.value)));
  return tag(
    'span.select.multi',
    { class: `${busy ? 'busy' : ''} ${failed ? 'failed' : ''}` },
    h(Tokens, { chosen, remove: (key) => take(chosen.filter((choice) => choice.key !== key)) }),
    tag(
      'select',
      {
        'aria-label': nameOf(props, nothing),
        'aria-describedby': props.describedBy,
        dir: 'auto',
        class: 'empty',
        disabled: full,
        onChange(event: Event) {
          const select = event.currentTarget as HTMLSelectElement;
          const added = find(groups, select.value);
          select.value = '';
          if (added !== undefined) take([...chosen, added]);
        },
      },
      tag('option', { value: '', selected: true }, full ? say.full : nothing),
      ...drawGroups(left, new Set()),
    ),
    dialog,
  );
}
