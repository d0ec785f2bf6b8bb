import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { bin } from './build.ts';

/** An editor that talks with `runbook lsp` over its streams, as editors do. */
export class LspClient {
  readonly #child: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #published: PublishDiagnosticsParams[] = [];
  #heard = (): void => {};
  /** What the server shows to a person, in order. */
  readonly shown: string[] = [];
  #version = 0;

  constructor(cwd: string) {
    this.#child = spawn(process.execPath, [bin, 'lsp', '--stdio'], {
      cwd,
      env: { ...process.env, CI: undefined },
    });
    const { stdin, stdout } = this.#child;
    if (!stdin || !stdout) throw new Error('no streams');
    this.#connection = createProtocolConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.#connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.#published.push(params);
      this.#heard();
    });
    this.#connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      this.shown.push(message);
    });
    this.#connection.onRequest('window/workDoneProgress/create', () => null);
    this.#connection.listen();
  }

  /** @returns What the server can do. */
  async start(folder: string): Promise<Readonly<Record<string, unknown>>> {
    const { capabilities } = await this.ask<{ capabilities: Record<string, unknown> }>('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'pages' }],
      capabilities: { window: { workDoneProgress: true } },
    });
    await this.#connection.sendNotification('initialized', {});
    return capabilities;
  }

  /** Opens a text, or changes it when it is open. @returns What is wrong with it. */
  async write(uri: string, text: string): Promise<readonly Diagnostic[]> {
    this.#version += 1;
    const version = this.#version;
    const heard = this.#next(uri);
    if (version === 1 || !this.#opened.has(uri)) {
      this.#opened.add(uri);
      const textDocument = { uri, languageId: 'markdown', version, text };
      await this.#connection.sendNotification('textDocument/didOpen', { textDocument });
    } else {
      const contentChanges = [{ text }];
      await this.#connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges,
      });
    }
    return heard;
  }

  readonly #opened = new Set<string>();

  /** The diagnostics that are published next for a page. */
  #next(uri: string): Promise<readonly Diagnostic[]> {
    const known = this.#published.length;
    return new Promise((resolve) => {
      this.#heard = () => {
        const found = this.#published.slice(known).find((each) => each.uri === uri);
        if (found) resolve(found.diagnostics);
      };
    });
  }

  /** What was published last for a page. */
  diagnostics(uri: string): readonly Diagnostic[] {
    return this.#published.findLast((each) => each.uri === uri)?.diagnostics ?? [];
  }

  ask<Answer>(method: string, params: object): Promise<Answer> {
    return this.#connection.sendRequest<Answer>(method, params);
  }

  /** Leaves as editors do. @returns The exit code of the server. */
  async leave(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.#child.once('close', resolve));
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    const code = await ended;
    this.#connection.dispose();
    return code;
  }
}
