/** People's own settings. Errors: the driver's. */
export interface People {
  /** Empty if they chose nothing. */
  settings(workspace: string, user: string): Promise<object>;
  /** Settings that are not given stay. */
  change(workspace: string, user: string, settings: object): Promise<void>;
}
