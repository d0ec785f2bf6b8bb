/** Something that may stand where the cursor is. A value that ends in `/` or `=` is not finished yet. */
export type Candidate = { readonly value: string; readonly description?: string };

/** Candidates of words that need no explanation. */
export function candidatesOf(values: readonly string[]): readonly Candidate[] {
  return values.map((value) => ({ value }));
}
