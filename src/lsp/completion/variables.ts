import { CompletionItemKind } from 'vscode-languageserver/node';
import { shellNames } from '../../engine/shell/variables.ts';
import type { OpenPage } from '../open-page.ts';
import type { Choice, Choices } from './choice.ts';

/** Variables of the session behind a `$`: of the front matter, and those that commands of the page set. */
export function variableChoices(open: OpenPage, before: string): Choices | undefined {
  const [, begun] = /(\$\{?\w*)$/.exec(before) ?? [];
  if (begun === undefined) return undefined;
  const isComment = /^\s*#/.test(before);
  const braces = begun.startsWith('${') || isComment;
  const named = new Map<string, string>();
  for (const [name, detail] of variablesOf(open)) if (!named.has(name)) named.set(name, detail);
  const choices = [...named].map(
    ([name, detail]): Choice => ({
      label: braces ? `\${${name}}` : `$${name}`,
      kind: CompletionItemKind.Variable,
      detail,
    }),
  );
  return { begun, choices };
}

function variablesOf({ page }: OpenPage): readonly (readonly [string, string])[] {
  const { clusters, env, secrets } = page.runbook.meta;
  const set = page.shells.flatMap(({ commands }) =>
    commands.flatMap(({ unit, statement }) =>
      shellNames(unit)
        .sets.filter(({ stays, removed }) => stays && !removed)
        .map(({ name }) => [name, `set in line ${statement.span.start.line}`] as const),
    ),
  );
  return [
    ...Object.entries(clusters).map(([name, context]) => [name, `the context ${context}`] as const),
    ...Object.keys(env).map((name) => [name, 'of `env:`'] as const),
    ...secrets.map((name) => [name, 'a secret'] as const),
    ...set,
  ];
}
