import { dirname } from 'node:path';
import { printable } from '../engine/diagnostics/printable.ts';
import { isHidden } from '../engine/mask/secret-values.ts';
import { secretMask } from '../engine/model/mask.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import type { Paint } from '../engine/report/style.ts';

/** Variables of a page that are not what they seem, or that change what programs do which the page doesn't name. */
const effects: readonly (readonly [names: RegExp, effect: string])[] = [
  [/^PATH$/, 'no effect: the PATH of whoever runs it is used'],
  [/^(?:KUBECONFIG|RUNBOOK_\w+)$/, 'no effect: runbook sets it'],
  [/^(?:BASH_ENV|ENV)$/, 'no effect: runbook leaves it out'],
  [/^(?:LD_PRELOAD|LD_AUDIT|LD_LIBRARY_PATH|DYLD_\w+)$/, 'loads other code into every program'],
  [
    /^(?:NODE_OPTIONS|NODE_PATH|PYTHON(?:STARTUP|PATH|HOME)|PERL5(?:OPT|LIB)|RUBY(?:OPT|LIB)|(?:JDK_)?JAVA_(?:TOOL_)?OPTIONS)$/,
    'loads other code into every program in that language',
  ],
  [
    /^(?:\w*EDITOR|VISUAL|\w*PAGER|LESSOPEN|LESSCLOSE|BROWSER|SHELL|PROMPT_COMMAND|\w*ASKPASS|GIT_SSH(?:_COMMAND)?|\w*_EXTERNAL_DIFF)$/,
    'names a command that other programs run',
  ],
  [/^\w*_proxy$/i, 'sends requests through a proxy'],
  [
    /^(?:NODE_TLS_REJECT_UNAUTHORIZED|NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)|\w+_CA_BUNDLE|GIT_SSL_\w+)$/,
    'changes which servers are trusted',
  ],
  [
    /^(?:HOME|XDG_CONFIG_HOME|CURL_HOME|GIT_CONFIG\w*|DOCKER_CONFIG|HELM_\w+)$/,
    'programs read their settings from elsewhere',
  ],
  [/^(?:IFS|PS4|BASHOPTS|SHELLOPTS)$/, 'changes how the shell reads commands'],
];

/** What front matter puts into the session's environment on a target, a line for each variable. */
export function environmentLines({ meta, source }: Runbook, target: string, paint: Paint): readonly string[] {
  const scope = { declared: meta.secrets, folder: dirname(source.path) };
  const entries = Object.entries(meta.env).flatMap(([name, value]) => {
    const own = typeof value === 'string' ? value : value[target];
    return own === undefined ? [] : [[name, own] as const];
  });
  return entries.map(([name, value], index) => {
    const shown = isHidden(name, value, scope) ? secretMask : printable(value);
    const effect = effects.find(([names]) => names.test(name))?.[1];
    const mark = effect === undefined ? '' : `  ${paint('yellow', `(${effect})`)}`;
    return `  ${paint('dim', index === 0 ? 'env' : '   ')}  ${name}=${shown}${mark}`;
  });
}
