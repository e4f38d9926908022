/** People's own settings. Errors: the driver's. */
export interface People {
  /** Empty if they chose nothing. */
  settings(workspace: string, user: string): Promise<object>;
  /** True once for each person and mark, over all processes: the mark is kept with the settings. */
  isFirst(workspace: string, user: string, mark: string): Promise<boolean>;
  /** Settings that are not given stay. */
  change(workspace: string, user: string, settings: object): Promise<void>;
}
