import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Connection, MessageType, ShowMessageNotification } from 'vscode-languageserver';
import { commandOf, type RunRequest } from './lenses.ts';
import type { Pages } from './pages.ts';
import { runRequest } from './run-request.ts';

type Shown = {
  readonly pages: Pages;
  readonly publish: (uri: string) => void;
  readonly program: readonly string[];
};

/**
 * Runs what a lens asks for and shows how it goes: which step is at work, and in the page what failed. It can be
 * stopped where the editor shows progress.
 * @returns Whether it passed; null when it could not be run.
 */
export async function answerRun(
  connection: Connection,
  { pages, publish, program }: Shown,
  request: RunRequest,
): Promise<{ readonly passed: boolean } | null> {
  const { uri } = request;
  const open = pages.get(uri);
  if (open === undefined) return null;
  if (!isSaved(open.source)) {
    say(connection, MessageType.Warning, 'Save the page first: a run reads it from its file.');
    return null;
  }
  const progress = await connection.window.createWorkDoneProgress();
  progress.begin(`runbook ${open.source.file}`, undefined, undefined, true);
  try {
    const { path } = open.source;
    const words = { command: commandOf(program, path, request), cwd: dirname(path) };
    const running = runRequest(words, (step) => progress.report(step));
    progress.token.onCancellationRequested(running.stop);
    const { passed, failed, said } = await running.result;
    pages.keep(uri, failed);
    publish(uri);
    if (said !== '') connection.console.log(said.trimEnd());
    if (passed) say(connection, MessageType.Info, `${open.source.file} passed.`);
    else say(connection, MessageType.Error, failureText(open.source.file, failed.length, said));
    return { passed };
  } catch (error) {
    say(connection, MessageType.Error, `The run could not be started: ${String(error)}`);
    return null;
  } finally {
    progress.done();
  }
}

/** Shows a message that asks nothing: a request would hold an editor up until somebody answers. */
function say(connection: Connection, type: MessageType, message: string): void {
  void connection.sendNotification(ShowMessageNotification.type, { type, message });
}

function isSaved({ path, text }: { readonly path: string; readonly text: string }): boolean {
  try {
    return readFileSync(path, 'utf8') === text;
  } catch {
    return false;
  }
}

function failureText(file: string, failed: number, said: string): string {
  if (failed === 0) return `${file} did not pass. ${said.trim().split('\n')[0] ?? ''}`.trim();
  return `${file} failed in ${failed === 1 ? '1 place' : `${failed} places`}, which the page shows.`;
}
