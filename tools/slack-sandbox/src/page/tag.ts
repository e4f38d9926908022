/** Makes elements and components without JSX. Text is inserted as text, never as HTML. */
import { h as create, type ComponentChildren, type ComponentType, type VNode } from 'preact';

export type Children = ComponentChildren;

/** Makes an element: `tag('div.name.other', props, ...children)`. */
export function tag(selector: string, props: Record<string, unknown> | null = null, ...children: Children[]): VNode {
  const [name = 'div', ...classes] = selector.split('.');
  const given = typeof props?.['class'] === 'string' ? [props['class']] : [];
  const all = [...classes, ...given].join(' ').trim();
  const { class: _class, ...rest } = props ?? {};
  return create(name, all === '' ? rest : { ...rest, class: all }, ...children);
}

/** Makes an element of a component, and checks the types of its props. */
export function h<Props>(
  component: ComponentType<Props>,
  props: (Props & { key?: string | number }) | null,
  ...children: Children[]
): VNode {
  return create(component as ComponentType, props ?? {}, ...children);
}
