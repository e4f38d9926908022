/**
 * Draws selects that ask the app for options while a person types (`block_suggestion`), for a
 * single choice and for several.
 */
import type { VNode } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { list, record, text, type Json } from '../json.ts';
import { h, tag } from '../tag.ts';
import { plain } from '../text/draw-text.ts';
import { nameOf, placeholderOf, useElement, type ElementProps } from './parts.ts';
import { choiceGroups, keyOf, Tokens, type Choice, type ChoiceGroup } from './select.ts';
import type { PageWords } from '../words.ts';
import { useWords } from '../world.ts';

const typingPauseMs = 200;

function asChoice(value: unknown): Choice {
  return { key: keyOf(value), label: plain(record(value)['text']), value };
}

/** Returns the options for the typed text; only the answer to the latest request is used. */
function useSuggestions(props: ElementProps, typed: string | null): { found: Json | null; asking: boolean } {
  const { element, blockId } = props;
  const { suggest } = useElement(props);
  const [found, setFound] = useState<Json | null>(null);
  const [asking, setAsking] = useState(false);
  const turn = useRef(0);
  const least = Number(element['min_query_length'] ?? 3);
  async function ask(typed: string, mine: number): Promise<void> {
    const answer = await suggest(blockId, element, typed);
    if (mine !== turn.current) return;
    setFound(answer);
    setAsking(false);
  }
  useEffect(() => {
    turn.current += 1;
    const mine = turn.current;
    setFound(null);
    setAsking(false);
    if (typed === null || typed.length < least) return undefined;
    setAsking(true);
    const timer = setTimeout(() => {
      void ask(typed, mine);
    }, typingPauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return { found, asking };
}

interface Suggestions {
  readonly found: Json | null;
  readonly asking: boolean;
  readonly count: number;
}

function statusText(typed: string, least: number, { found, asking, count }: Suggestions, say: PageWords): string {
  if (typed.length < least) return say.typeAtLeast(least);
  if (asking || found === null) return say.searching;
  if (text(found['error']) !== undefined) return say.notLoaded;
  return count === 0 ? say.noResults : '';
}

interface SearchProps {
  props: ElementProps;
  shown: string;
  without: readonly string[];
  onPick: (choice: Choice) => void;
  onClear?: () => void;
}

function Search({ props, shown, without, onPick, onClear }: SearchProps): VNode {
  const { element, describedBy } = props;
  const say = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const { found, asking } = useSuggestions(props, typed);
  const listId = useId();
  const popover = useRef<HTMLElement>(null);
  const groups = choiceGroups(found ?? {})
    .map(({ label, choices }) => ({ label, choices: choices.filter(({ key }) => !without.includes(key)) }))
    .filter((group) => group.choices.length > 0);
  const choices = groups.flatMap((group) => group.choices);
  const status =
    typed === null
      ? ''
      : statusText(typed, Number(element['min_query_length'] ?? 3), { found, asking, count: choices.length }, say);
  // In a form the list may open below the visible part, so the form scrolls to it.
  useEffect(() => popover.current?.scrollIntoView({ block: 'nearest' }), [typed === null, choices.length]);
  function pick(choice: Choice | undefined): void {
    if (choice === undefined) return;
    setTyped(null);
    onPick(choice);
  }
  function press(event: KeyboardEvent): void {
    if (typed === null && event.key === 'ArrowDown') setTyped('');
    else if (typed === null) return;
    else if (event.key === 'Escape') setTyped(null);
    else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, choices.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') pick(choices[at]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return tag(
    'span.combobox',
    null,
    tag('input', {
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      dir: 'auto',
      'aria-label': nameOf(props, placeholderOf(element, say.search)),
      'aria-describedby': describedBy,
      'aria-expanded': String(typed !== null),
      'aria-controls': listId,
      placeholder: placeholderOf(element, say.search),
      value: typed ?? shown,
      onInput(event: Event) {
        setAt(0);
        setTyped((event.currentTarget as HTMLInputElement).value);
      },
      // The list opens on a click, not on focus. Otherwise a form that begins with this field would open with the list
      // over its other fields.
      onClick: () => setTyped((now) => now ?? ''),
      onBlur: () => setTyped(null),
      onKeyDown: press,
    }),
    onClear !== undefined && shown !== '' && typed === null
      ? tag('button.clear', { type: 'button', 'aria-label': say.clear, onClick: onClear }, '✕')
      : null,
    typed === null
      ? null
      : tag(
          'div.popover',
          { id: listId, ref: popover, role: 'listbox' },
          ...drawFound(groups, choices[at], pick),
          status === '' ? null : tag('div.nothing', { role: 'status' }, status),
        ),
  );
}

function drawFound(
  groups: readonly ChoiceGroup[],
  current: Choice | undefined,
  pick: (choice: Choice) => void,
): VNode[] {
  const drawn = (choice: Choice): VNode =>
    tag(
      'div.option',
      {
        key: choice.key,
        role: 'option',
        dir: 'auto',
        'aria-selected': String(choice === current),
        // An option is chosen on mouse down, because that comes before the input loses its focus.
        onMouseDown(event: Event) {
          event.preventDefault();
          pick(choice);
        },
      },
      choice.label,
    );
  return groups.flatMap(({ label, choices }) =>
    label === ''
      ? choices.map(drawn)
      : [
          tag(
            'div.found',
            { key: `group ${label}`, role: 'group', 'aria-label': label },
            tag('div.heading', { dir: 'auto', 'aria-hidden': 'true' }, label),
            ...choices.map(drawn),
          ),
        ],
  );
}

export function ExternalSelect(props: ElementProps): VNode {
  const { value, choose, busy, failed } = useElement(props);
  const chosen = value === null || value === undefined ? undefined : asChoice(value);
  return tag(
    'span.select.external',
    { class: `${busy ? 'busy' : ''} ${failed ? 'failed' : ''}` },
    h(Search, {
      props,
      shown: chosen?.label ?? '',
      without: [],
      onPick: (choice) => choose(choice.value),
      ...(props.quiet === true ? { onClear: () => choose(null) } : {}),
    }),
  );
}

export function MultiExternalSelect(props: ElementProps): VNode {
  const { value, choose, busy, failed } = useElement(props);
  const chosen = list(value).map(asChoice);
  return tag(
    'span.select.multi.external',
    { class: `${busy ? 'busy' : ''} ${failed ? 'failed' : ''}` },
    h(Tokens, { chosen, remove: (key) => choose(list(value).filter((item) => keyOf(item) !== key)) }),
    h(Search, {
      props,
      shown: '',
      without: chosen.map(({ key }) => key),
      onPick: (choice) => choose([...list(value), choice.value]),
    }),
  );
}
