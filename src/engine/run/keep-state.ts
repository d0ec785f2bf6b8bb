import { dirname } from 'node:path';
import { isHidden } from '../mask/secret-values.ts';
import type { KeptSession, Withheld } from '../model/resume.ts';
import type { KeptState } from '../model/session.ts';
import { declaredSecrets } from './given-secrets.ts';
import type { RunbookRun } from './runbook-run.ts';

/** More than this of one variable is no state of a shell but data. */
const mostBytes = 1_000_000;

/** What is kept of a session, when it is another than what was kept before; no secret is in it. */
export async function keptSession(run: RunbookRun, after?: string): Promise<KeptSession | undefined> {
  const kept = await run.session.kept();
  if (kept === undefined) return undefined;
  const { now, start, ended } = kept;
  const { events, options } = run.context;
  const scope = {
    declared: declaredSecrets(run.item.runbook, options),
    folder: dirname(run.item.runbook.source.path),
  };
  const isOpen = (text: string): boolean => events.mask.text(text) === text;
  const whyVariable = (name: string): Withheld['why'] | undefined => {
    const values = now.values[name] ?? [];
    if (values.some((value) => ended.has(value))) return 'process';
    const text = now.variables[name] ?? '';
    if (values.some((value) => isHidden(name, value, scope)) || ![...values, text].every(isOpen))
      return 'secret';
    return text.includes('\uFFFD') || text.length > mostBytes ? 'bytes' : undefined;
  };
  const variables = changed(now.variables, start.variables);
  const functions = changed(now.functions, start.functions);
  const withheld = [
    ...Object.keys(variables).flatMap((name) => withheldBy(name, whyVariable(name))),
    ...Object.entries(functions).flatMap(([name, text]) =>
      withheldBy(name, isOpen(text) ? undefined : 'secret'),
    ),
    ...(now.parameters.every(isOpen) ? [] : withheldBy('@', 'secret')),
  ];
  const names = new Set(withheld.map(({ name }) => name));
  return {
    folder: now.folder,
    variables: without(variables, names),
    functions: without(functions, names),
    settings: now.settings.filter((line) => !start.settings.includes(line) && isOpen(line)),
    parameters: names.has('@') ? [] : now.parameters,
    unset: Object.keys(start.variables).filter((name) => now.variables[name] === undefined),
    withheld,
    applied: Object.fromEntries(Object.entries(run.manifests.filledIn).filter(([, text]) => isOpen(text))),
    ...(after === undefined ? {} : { after }),
  };
}

function withheldBy(name: string, why: Withheld['why'] | undefined): readonly Withheld[] {
  return why === undefined ? [] : [{ name, why }];
}

type Texts = KeptState['variables'];

function changed(now: Texts, start: Texts): Texts {
  return Object.fromEntries(Object.entries(now).filter(([name, text]) => start[name] !== text));
}

function without(texts: Texts, names: ReadonlySet<string>): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([name]) => !names.has(name)));
}
