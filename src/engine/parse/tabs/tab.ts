/** A tab of a group, with the lines of its content, 1-based. `value` is how the group calls it, if not by its label. */
export type Tab = {
  readonly label: string;
  readonly value?: string;
  readonly isDefault?: boolean;
  readonly from: number;
  readonly to: number;
};

/** Tabs of which a reader sees one. `name` is what groups have in common that are switched together. */
export type TabGroup = { readonly name?: string; readonly tabs: readonly Tab[] };
