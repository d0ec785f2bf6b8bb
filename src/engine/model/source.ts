/** A place in a file: 1-based line and column, 0-based UTF-16 offset, as in unist. */
export type Point = { readonly line: number; readonly column: number; readonly offset: number };

/** A stretch of a file; `end` is exclusive. `file` is the name the user typed. */
export type Span = { readonly file: string; readonly start: Point; readonly end: Point };

/** A Markdown file as it was read. `path` is absolute, so that relative names in it can be resolved. */
export type Source = { readonly file: string; readonly path: string; readonly text: string };
