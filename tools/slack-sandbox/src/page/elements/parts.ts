/** Parts that elements share: props, the accessible name, and the confirmation before an action. */
import type { Json } from '../json.ts';
import { isRecord, text } from '../json.ts';
import { plain } from '../text/draw-text.ts';
import { useSurface, type Surface } from '../surface.ts';
import { valueIn } from './values.ts';

export interface ElementProps {
  element: Json;
  blockId: string;
  /** The label of the input block around the element. */
  label?: string | undefined;
  /** The ids of the input block's label, hint and error. */
  describedBy?: string | undefined;
  /** Set if the app is not notified of changes, because the element is in an input block without `dispatch_action`. */
  quiet?: boolean | undefined;
}

export interface Bound extends Surface {
  value: unknown;
  busy: boolean;
  failed: boolean;
  /** Sets the value, and notifies the app unless the element is `quiet`. */
  choose: (value: unknown) => void;
}

export function useElement({ element, blockId, quiet }: ElementProps): Bound {
  const surface = useSurface();
  return {
    ...surface,
    value: valueIn(surface.values, blockId, element),
    busy: surface.isBusy(blockId, element),
    failed: surface.hasFailed(blockId, element),
    choose(value) {
      surface.change(blockId, element, value);
      if (quiet !== true) void surface.act(blockId, element, value);
    },
  };
}

export function placeholderOf(element: Json, otherwise: string): string {
  return isRecord(element['placeholder']) ? plain(element['placeholder']) : otherwise;
}

export function nameOf({ element, label }: ElementProps, otherwise: string): string {
  return label ?? text(element['accessibility_label']) ?? placeholderOf(element, otherwise);
}

export function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
