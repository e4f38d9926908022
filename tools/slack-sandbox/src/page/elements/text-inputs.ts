/** Draws inputs for text, numbers, addresses, rich text (as plain paragraphs) and files. */
import type { VNode } from 'preact';
import { list, record, text, type Json } from '../json.ts';
import { tag } from '../tag.ts';
import { asText, nameOf, placeholderOf, useElement, type ElementProps } from './parts.ts';
import { fromRichText, toRichText } from './rich-text-value.ts';
import { useWords } from '../world.ts';

const kinds: Readonly<Record<string, { type: string; inputmode?: string }>> = {
  email_text_input: { type: 'email' },
  url_text_input: { type: 'url' },
  number_input: { type: 'text', inputmode: 'decimal' },
};

function triggers(element: Json): { enter: boolean; character: boolean } {
  const on = list(record(element['dispatch_action_config'])['trigger_actions_on']);
  return { enter: on.length === 0 || on.includes('on_enter_pressed'), character: on.includes('on_character_entered') };
}

export function TextInput(props: ElementProps): VNode {
  const { element, blockId, quiet } = props;
  const { value, change, act, busy } = useElement(props);
  const say = useWords();
  const rich = element['type'] === 'rich_text_input';
  const many = rich || element['multiline'] === true;
  const shown = rich ? fromRichText(value) : asText(value);
  const read = (typed: string): unknown => (typed === '' ? null : rich ? toRichText(typed) : typed);
  const on = triggers(element);
  const { type, inputmode } = kinds[text(element['type']) ?? ''] ?? { type: 'text' };
  return tag(many ? 'textarea.text-input' : 'input.text-input', {
    ...(many ? { rows: 3 } : { type, inputmode }),
    dir: 'auto',
    autocomplete: 'off',
    value: shown,
    'data-focus': element['focus_on_load'] === true ? '' : undefined,
    'aria-label': nameOf(props, say.text),
    'aria-describedby': props.describedBy,
    'aria-busy': busy ? 'true' : undefined,
    placeholder: placeholderOf(element, ''),
    maxlength: element['max_length'],
    onInput(event: Event) {
      const typed = read((event.currentTarget as HTMLInputElement).value);
      change(blockId, element, typed);
      if (quiet !== true && on.character) void act(blockId, element, typed);
    },
    onKeyDown(event: KeyboardEvent) {
      if (
        event.key !== 'Enter' ||
        event.isComposing ||
        quiet === true ||
        !on.enter ||
        (many && !event.ctrlKey && !event.metaKey)
      )
        return;
      event.preventDefault();
      void act(blockId, element, read((event.currentTarget as HTMLInputElement).value));
    },
  });
}

/** The sandbox's people have no files, so the input says that it does not work. */
export function FileInput(props: ElementProps): VNode {
  return tag(
    'div.file-input',
    { role: 'note', 'aria-label': nameOf(props, useWords().files) },
    'File uploads in modals are not available in the sandbox.',
  );
}
