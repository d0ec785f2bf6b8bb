import { dirname } from 'node:path';
import type { CodeLens, Command } from 'vscode-languageserver/node';
import { verified } from './hover.ts';
import type { OpenPage } from './open-page.ts';
import { rangeOf } from './ranges.ts';

/** The command that runs a page or a part of it. An editor with a terminal may run `command` there in `cwd` instead. */
export const runCommand = 'runbook.run';

/** What `runbook.run` is asked for: a page, or a step of it alone, or all up to it. */
export type RunRequest = { readonly uri: string; readonly only?: string; readonly until?: string };

/** What a lens hands on: the same, and how a person would run it in a terminal. */
type LensArgument = RunRequest & { readonly cwd: string; readonly command: readonly string[] };

/** The words that run what is asked for of a file. */
export function commandOf(
  program: readonly string[],
  path: string,
  { only, until }: RunRequest,
): readonly string[] {
  return [
    ...program,
    'exec',
    path,
    ...(only === undefined ? [] : ['--only', only]),
    ...(until === undefined ? [] : ['--until', until]),
  ];
}

/** Lines above the page and its steps: what can be run, and when it was verified. */
export function lenses(open: OpenPage, program: readonly string[]): readonly CodeLens[] {
  const { page, record, source } = open;
  const { steps } = page.runbook;
  if (steps.length === 0) return [];
  const asked = (title: string, step: Omit<RunRequest, 'uri'> = {}): Command => {
    const request = { uri: open.uri, ...step };
    const argument: LensArgument = {
      ...request,
      cwd: dirname(source.path),
      command: commandOf(program, source.path, request),
    };
    return { title, command: runCommand, arguments: [argument] };
  };
  const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const ofPage = [asked('Run the page'), ...(record ? [{ title: verified(record), command: '' }] : [])];
  const ofSteps = steps.flatMap(({ id, span }) => {
    const { start } = rangeOf(span);
    const commands = [asked('Run this step', { only: id }), asked('Run up to here', { until: id })];
    return commands.map((command) => ({ range: { start, end: start }, command }));
  });
  return [...ofPage.map((command) => ({ range: top, command })), ...ofSteps];
}
