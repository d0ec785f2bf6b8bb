import {
  CodeActionKind,
  type Connection,
  createConnection,
  type InitializeResult,
  ProposedFeatures,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { format } from '../engine/format/format.ts';
import { answerRun } from './answer-run.ts';
import { codeActions } from './code-actions.ts';
import { complete } from './complete.ts';
import { definition } from './definition.ts';
import { shownDiagnostic } from './diagnostics.ts';
import { hover } from './hover.ts';
import { lenses, type RunRequest, runCommand } from './lenses.ts';
import type { Check, OpenPage } from './open-page.ts';
import { folds, symbols } from './outline.ts';
import { Pages } from './pages.ts';
import { changeTo } from './ranges.ts';

/** What the server takes from the command line that starts it. */
type ServerOptions = {
  readonly cwd: string;
  readonly check: Check;
  /** How this program is called, for runs in processes of their own. */
  readonly program: readonly string[];
  readonly version: string;
};

/** Serves an editor on standard input and output, until it leaves or is gone. @returns The code to exit with. */
export function serve(options: ServerOptions): Promise<number> {
  return new Promise((resolve) => {
    const connection = connect(resolve);
    const documents = new TextDocuments(TextDocument);
    const pages = new Pages(documents, options);
    const publish = publisher(connection, pages);
    connection.onInitialize((params): InitializeResult => {
      pages.start(params);
      return { serverInfo: { name: 'runbook', version: options.version }, capabilities };
    });
    answerRequests(connection, pages, options.program);
    connection.onExecuteCommand(({ command, arguments: [request] = [] }) =>
      command === runCommand
        ? answerRun(connection, { pages, publish, program: options.program }, request as RunRequest)
        : null,
    );
    followDocuments(documents, pages, publish);
    documents.listen(connection);
    connection.listen();
  });
}

/** The connection to the editor; `leave` is told the code to exit with, when it says so or its end of the pipe is gone. */
function connect(leave: (code: number) => void): Connection {
  const { stdin, stdout } = process;
  const watchDog = { shutdownReceived: false, initialize: () => {}, exit: leave };
  stdin.once('end', () => leave(watchDog.shutdownReceived ? 0 : 1));
  return createConnection(
    (logger) =>
      createProtocolConnection(new StreamMessageReader(stdin), new StreamMessageWriter(stdout), logger),
    watchDog,
    ProposedFeatures.all,
  );
}

const capabilities: InitializeResult['capabilities'] = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  completionProvider: { triggerCharacters: ['`', '#', ' ', '$', '{', '=', '(', ':'] },
  hoverProvider: true,
  definitionProvider: true,
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  documentFormattingProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll] },
  codeLensProvider: {},
  executeCommandProvider: { commands: [runCommand] },
};

function answerRequests(connection: Connection, pages: Pages, program: readonly string[]): void {
  const on = <Result>(uri: string, answer: (open: OpenPage) => Result): Result | null => {
    const open = pages.get(uri);
    return open === undefined ? null : answer(open);
  };
  connection.onCompletion(({ textDocument, position }) =>
    on(textDocument.uri, (open) => [...complete(open, position)]),
  );
  connection.onHover(({ textDocument, position }) =>
    on(textDocument.uri, (open) => hover(open, position) ?? null),
  );
  connection.onDefinition(({ textDocument, position }) =>
    on(textDocument.uri, (open) => definition(open, position) ?? null),
  );
  connection.onCodeAction(({ textDocument, range, context: { only } }) =>
    on(textDocument.uri, (open) =>
      codeActions(open, range).filter(({ kind = '' }) => only?.some((each) => kind.startsWith(each)) ?? true),
    ),
  );
  connection.onCodeLens(({ textDocument }) => on(textDocument.uri, (open) => [...lenses(open, program)]));
  connection.onDocumentSymbol(({ textDocument }) => on(textDocument.uri, (open) => [...symbols(open)]));
  connection.onFoldingRanges(({ textDocument }) => on(textDocument.uri, (open) => [...folds(open)]));
  connection.onDocumentFormatting(({ textDocument }) =>
    on(textDocument.uri, ({ source, page }) => {
      const formatted = format(source, { arrows: false, fix: false });
      const edit = 'text' in formatted ? changeTo(page.lines, formatted.text) : undefined;
      return edit === undefined ? [] : [edit];
    }),
  );
}

type Publish = (uri: string) => void;

/** Sends what is wrong with a page, and what the last run of this very text found. */
function publisher(connection: Connection, pages: Pages): Publish {
  return (uri) => {
    const open = pages.get(uri);
    const diagnostics = open ? [...open.diagnostics.map(shownDiagnostic), ...pages.failed(uri)] : [];
    void connection.sendDiagnostics({ uri, diagnostics });
  };
}

function followDocuments(documents: TextDocuments<TextDocument>, pages: Pages, publish: Publish): void {
  const readAnew = ({ document: { uri } }: { readonly document: TextDocument }) => {
    pages.forget(uri);
    publish(uri);
  };
  documents.onDidChangeContent(({ document }) => publish(document.uri));
  documents.onDidSave(readAnew);
  documents.onDidClose(readAnew);
}
