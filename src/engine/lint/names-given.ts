import type { Span } from '../model/source.ts';
import { spanIn } from '../parse/block-text.ts';
import type { Page } from '../parse/page.ts';
import { shellNames } from '../shell/variables.ts';
import type { StatementIn } from './commands.ts';

/** Variables that the front matter gives a value, or says that somebody gives one. */
export function declaredNames({ runbook: { meta } }: Page): Set<string> {
  const asked = meta.inputs.map(({ name }) => name);
  return new Set([...Object.keys(meta.env), ...Object.keys(meta.clusters), ...meta.secrets, ...asked]);
}

/** Where a statement reads a variable first. */
export function spanOfRead({ unit, fence }: StatementIn, name: string): Span {
  const { from, to } = shellNames(unit).reads.find((read) => read.name === name) ?? unit;
  return spanIn(fence.block, from, to);
}

/** Whether bash, a login, a job of CI or a run gives a variable of this name. */
export function isGivenName(name: string): boolean {
  return given.test(name);
}

const given =
  /^(?:BASH\w*|CI|COLUMNS|DIRSTACK|DISPLAY|DOCKER_\w+|EDITOR|EPOCH\w+|EUID|FUNCNAME|GITHUB_\w+|GITLAB_\w+|GROUPS|HOME|HOSTNAME|HOSTTYPE|IFS|KUBECONFIG|LANG|LC_\w+|LINENO|LINES|LOGNAME|MACHTYPE|OLDPWD|OPTARG|OPTIND|OSTYPE|PATH|PIPESTATUS|PPID|PWD|RANDOM|REPLY|RUNBOOK_\w+|SECONDS|SHELL|SHELLOPTS|SHLVL|SRANDOM|TERM|TMPDIR|UID|USER|XDG_\w+)$/;
