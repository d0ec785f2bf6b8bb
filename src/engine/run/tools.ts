import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Runbook } from '../model/runbook.ts';

/** Arguments that make a tool say its own version without asking a server; others understand `--version`. */
export const versionArguments: Readonly<Record<string, readonly string[]>> = {
  helm: ['version', '--short'],
  istioctl: ['version', '--remote=false'],
  kubectl: ['version', '--client'],
};

type Wanted = { readonly runbook: Runbook; readonly tool: string; readonly range: string };

type CheckedTools = {
  readonly versions: Readonly<Record<string, string>>;
  readonly requirements: readonly Requirement[];
};

/** Where tools are looked for, and which may be started to be asked for their version: any, or those that we know. */
type ToolOptions = {
  readonly path: readonly string[];
  readonly signal: AbortSignal;
  readonly start: 'any' | 'known';
};

/** Looks for the tools that runbooks name on the session's PATH, and at the versions of those with a range. */
export async function checkTools(
  runbooks: readonly Runbook[],
  { path, signal, start }: ToolOptions,
): Promise<CheckedTools> {
  const place = { folders: path.flatMap((part) => part.split(delimiter)).filter(Boolean), signal, start };
  const wanted = runbooks.flatMap((runbook) =>
    Object.entries(runbook.meta.tools).map(([tool, range]) => ({ runbook, tool, range })),
  );
  const results = await Promise.all(distinct(wanted).map((item) => checkTool(item, place)));
  const found = results.flatMap(({ tool, version }) =>
    version === undefined ? [] : [[tool, version] as const],
  );
  return {
    versions: Object.fromEntries(found),
    requirements: results.map(({ requirement }) => requirement),
  };
}

function distinct(wanted: readonly Wanted[]): readonly Wanted[] {
  return [...new Map(wanted.map((item) => [`${item.tool} ${item.range}`, item])).values()];
}

type CheckedTool = {
  readonly tool: string;
  /** Undefined where it isn't as it is wanted. */
  readonly version?: string;
  readonly requirement: Requirement;
};

type Place = Omit<ToolOptions, 'path'> & { readonly folders: readonly string[] };

async function checkTool(wanted: Wanted, place: Place): Promise<CheckedTool> {
  const { tool, range } = wanted;
  const name = range === '*' ? tool : `${tool} ${range}`;
  const met = (version: string, found: string, state: Requirement['state'] = 'met'): CheckedTool => {
    return { tool, version, requirement: { kind: 'tool', name, found, state } };
  };
  const unmet = (found: string, diagnostic: Diagnostic): CheckedTool => {
    return { tool, requirement: { kind: 'tool', name, found, state: 'unmet', diagnostic } };
  };
  const file = findOnPath(tool, place.folders);
  if (file === undefined) return unmet('not on PATH', missing(wanted));
  if (range === '*') return met('*', 'on PATH');
  if (place.start === 'known' && !Object.hasOwn(versionArguments, tool))
    return met('*', 'on PATH; the run asks it for its version', 'unknown');
  const version = await versionOf(tool, file, place);
  const { satisfies } = await import('semver');
  const fits = satisfies(version, range, { includePrerelease: true });
  return fits
    ? met(version, version)
    : unmet(version || 'does not tell its version', wrong(wanted, file, version));
}

function findOnPath(tool: string, folders: readonly string[]): string | undefined {
  return folders.map((folder) => join(folder, tool)).find(isUsable);
}

function isUsable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @returns An empty string when the tool doesn't tell. */
async function versionOf(tool: string, file: string, { folders, signal }: Place): Promise<string> {
  const { askVersion } = await import('../execute/run-probe.ts');
  const env = { PATH: folders.join(delimiter), KUBECONFIG: '/dev/null' };
  const args = versionArguments[tool] ?? ['--version'];
  const { all } = await askVersion(file, args, { env, signal });
  const { coerce } = await import('semver');
  return coerce(all, { includePrerelease: true })?.version ?? '';
}

function missing({ runbook, tool, range }: Wanted): Diagnostic {
  const which = range === '*' ? '' : ` (${range})`;
  return {
    code: 'target/tool-missing',
    severity: 'error',
    message: `${runbook.source.file} needs \`${tool}\`${which}, but it is not on PATH`,
    ...spanOf(runbook),
    hint: `Install \`${tool}\` or add its folder to PATH.`,
  };
}

function wrong({ runbook, tool, range }: Wanted, file: string, version: string): Diagnostic {
  const found = version === '' ? 'does not tell its version' : `is ${version}`;
  return {
    code: 'target/tool-version',
    severity: 'error',
    message: `${runbook.source.file} needs \`${tool}\` ${range}, but ${file} ${found}`,
    ...spanOf(runbook),
    hint: `Install a version of \`${tool}\` that fits, or put it first on PATH.`,
  };
}

function spanOf(runbook: Runbook): Pick<Diagnostic, 'span'> {
  const span = runbook.meta.spans.tools;
  return span === undefined ? {} : { span };
}
