import { fileURLToPath } from 'node:url';
import type { Diagnostic, InitializeParams, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Check, type OpenPage, openPage } from './open-page.ts';

type PagesOptions = { readonly cwd: string; readonly check: Check };

/** The pages that are open, each read once for every version of its text. */
export class Pages {
  readonly #documents: TextDocuments<TextDocument>;
  readonly #check: Check;
  readonly #read = new Map<string, { readonly version: number; readonly open: OpenPage }>();
  /** What the last run of a text found. */
  readonly #found = new Map<string, { readonly text: string; readonly failed: readonly Diagnostic[] }>();
  #cwd: string;

  constructor(documents: TextDocuments<TextDocument>, { cwd, check }: PagesOptions) {
    this.#documents = documents;
    this.#cwd = cwd;
    this.#check = check;
  }

  /** Takes the folder that the editor works in. */
  start({ workspaceFolders, rootUri }: InitializeParams): void {
    const root = workspaceFolders?.[0]?.uri ?? rootUri;
    if (root?.startsWith('file:')) this.#cwd = fileURLToPath(root);
  }

  /** The page as it stands in the editor now; undefined of one that isn't open. */
  get(uri: string): OpenPage | undefined {
    const document = this.#documents.get(uri);
    if (document === undefined) return undefined;
    const known = this.#read.get(uri);
    if (known?.version === document.version) return known.open;
    const open = openPage({ uri, text: document.getText() }, this.#cwd, this.#check);
    this.#read.set(uri, { version: document.version, open });
    return open;
  }

  /** Reads a page anew when it is next asked for: a record or another page may have changed. */
  forget(uri: string): void {
    this.#read.delete(uri);
  }

  /** Keeps what a run of a page found, for as long as its text stays. */
  keep(uri: string, failed: readonly Diagnostic[]): void {
    this.#found.set(uri, { text: this.#documents.get(uri)?.getText() ?? '', failed });
  }

  failed(uri: string): readonly Diagnostic[] {
    const found = this.#found.get(uri);
    return found?.text === this.#documents.get(uri)?.getText() ? (found?.failed ?? []) : [];
  }
}
