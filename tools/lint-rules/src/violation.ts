/** A violation of a house rule. Pure. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly rule:
    | 'room'
    | 'door'
    | 'ours'
    | 'outside'
    | 'layer'
    | 'known-arrow'
    | 'path'
    | 'test-only'
    | 'other-package'
    | 'effects'
    | 'cut'
    | 'header'
    | 'circle'
    | 'public-type'
    | 'words'
    | 'pointer'
    | 'command'
    | 'picture'
    | 'prose'
    | 'table';
  readonly says: string;
}
