/** Tells features of this process that a person's act has ended without a failure. */
export interface Acted {
  /** `listener` must not throw. */
  on(listener: (user: string) => void): void;
  tell(user: string): void;
}

export function createActed(): Acted {
  const listeners: ((user: string) => void)[] = [];
  return {
    on: (listener) => void listeners.push(listener),
    tell(user) {
      for (const listener of listeners) listener(user);
    },
  };
}
