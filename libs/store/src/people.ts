/** People's own settings. Throws the driver's errors. */
export interface People {
  /** Returns an empty object if the person chose nothing. */
  settings(workspace: string, user: string): Promise<object>;
  /** Returns true once for each person and mark, across all processes; the mark is stored with the settings. */
  isFirst(workspace: string, user: string, mark: string): Promise<boolean>;
  /** Changes only the given settings. */
  change(workspace: string, user: string, settings: object): Promise<void>;
}
