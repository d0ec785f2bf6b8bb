import type { CompletionItemKind } from 'vscode-languageserver/node';

/** Something that may stand at the cursor. `text` is what is written, if it is not the label. */
export type Choice = {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly text?: string;
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
};

/** What may stand at the cursor, and what of it is written already. */
export type Choices = { readonly begun: string; readonly choices: readonly Choice[] };
