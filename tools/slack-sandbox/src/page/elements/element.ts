/** Draws any block element by its type. An unknown element is shown, never dropped. */
import type { ComponentType, VNode } from 'preact';
import { text } from '../json.ts';
import { Unknown } from '../parts/unknown.ts';
import { Button, FeedbackButtons, IconButton } from './button.ts';
import { Choices, Overflow } from './choices.ts';
import { ExternalSelect, MultiExternalSelect } from './external-select.ts';
import { ImageElement } from './image.ts';
import type { ElementProps } from './parts.ts';
import { DatePicker, DateTimePicker, TimePicker } from './pickers.ts';
import { MultiSelect, Select } from './select.ts';
import { FileInput, TextInput } from './text-inputs.ts';
import { h } from '../tag.ts';

const kinds: Readonly<Record<string, ComponentType<ElementProps>>> = {
  button: Button,
  workflow_button: Button,
  icon_button: IconButton,
  feedback_buttons: FeedbackButtons,
  image: ImageElement,
  overflow: Overflow,
  static_select: Select,
  users_select: Select,
  channels_select: Select,
  conversations_select: Select,
  multi_static_select: MultiSelect,
  multi_users_select: MultiSelect,
  multi_channels_select: MultiSelect,
  multi_conversations_select: MultiSelect,
  external_select: ExternalSelect,
  multi_external_select: MultiExternalSelect,
  radio_buttons: Choices,
  checkboxes: Choices,
  datepicker: DatePicker,
  timepicker: TimePicker,
  datetimepicker: DateTimePicker,
  plain_text_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  number_input: TextInput,
  rich_text_input: TextInput,
  file_input: FileInput,
};

export function Element(props: ElementProps): VNode {
  const type = text(props.element['type']) ?? '';
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  return kind === undefined ? h(Unknown, { what: 'element', value: props.element }) : h(kind, props);
}
