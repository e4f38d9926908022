/** Keeps open modals (a stack of at most three for each user) and App Homes. */
import type { Json } from '../json.ts';

export interface View {
  id: string;
  hash: string;
  type: 'modal' | 'home';
  user: string;
  callbackId: string;
  externalId: string;
  privateMetadata: string;
  title?: Json;
  submit?: Json;
  close?: Json;
  blocks: unknown[];
  clearOnClose: boolean;
  notifyOnClose: boolean;
  submitDisabled: boolean;
  rootId: string;
  previousId: string | null;
  state: Record<string, Record<string, unknown>>;
}

export const maxViewStack = 3;

export interface ViewStore {
  stack: (user: string) => View[];
  setStack: (user: string, views: View[]) => void;
  home: (user: string) => View | null;
  setHome: (user: string, view: View) => void;
  /** Finds a view by its id, in any stack or Home. */
  find: (id: string) => View | undefined;
  findExternal: (externalId: string) => View | undefined;
}

export function createViewStore(): ViewStore {
  const stacks = new Map<string, View[]>();
  const homes = new Map<string, View>();
  const everyView = (): View[] => [...[...stacks.values()].flat(), ...homes.values()];
  return {
    stack: (user) => stacks.get(user) ?? [],
    setStack: (user, views) => void stacks.set(user, views),
    home: (user) => homes.get(user) ?? null,
    setHome: (user, view) => void homes.set(user, view),
    find: (id) => everyView().find((view) => view.id === id),
    findExternal: (externalId) => everyView().find((view) => view.externalId === externalId),
  };
}
