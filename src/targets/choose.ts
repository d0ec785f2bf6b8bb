import { RunbookError } from '../engine/diagnostics/error.ts';
import { nearest } from '../engine/diagnostics/nearest.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import type { ClusterChoice, Target } from '../engine/model/target.ts';
import { clusterTarget } from './cluster.ts';
import { type Kubeconfig, readKubeconfig } from './kubeconfig.ts';
import { localTarget } from './local.ts';
import { type SandboxSettings, sandboxTarget } from './sandbox.ts';
import type { TargetName } from './target-name.ts';

export type ChooseOptions = {
  readonly target: TargetName;
  /** Variables whose context the user gave for this run. */
  readonly named: ReadonlySet<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly latency: number | 'realistic';
  /** Images that may run in the sandbox without being simulated; any, if it is left out. */
  readonly opaque?: SandboxSettings['opaque'];
  /** Images that a user describes; see `describedImages`. */
  readonly described?: SandboxSettings['described'];
  /** Patterns of contexts on which nothing runs, `*` for any characters, unless they stand in `allow`. */
  readonly protect?: readonly string[];
  readonly allow?: readonly string[];
};

/** The target, the contexts that it will be opened with, and what a person should know about the choice. */
export type Chosen = {
  readonly target: Target;
  readonly clusters: ClusterChoice;
  /** Contexts that are protected, and that the user allowed for this run. */
  readonly guarded?: readonly string[];
  readonly notice?: string;
};

/**
 * Chooses what a plan runs against. `auto`: nothing when no cluster is declared; the clusters when the kubeconfig
 * has all contexts; the sandbox when it has none and the user named none.
 * @throws RunbookError that names the contexts that are missing, or when the kubeconfig can't be read.
 */
export function choose(clusters: ClusterChoice, options: ChooseOptions): Chosen {
  const { target } = options;
  const sandbox = sandboxTarget({
    latency: options.latency,
    opaque: options.opaque ?? 'any',
    described: options.described ?? [],
  });
  const declared = Object.keys(clusters).length > 0;
  if (target === 'sandbox')
    return { target: sandbox, clusters: declared ? clusters : { CLUSTER: 'kind-sandbox' } };
  if (target === 'auto' && !declared) return { target: localTarget, clusters };
  const config = readKubeconfig(options.env);
  if (!declared) {
    const current = currentContext(config);
    const guarded = refuseProtected(current, options);
    return { target: clusterTarget(config), clusters: current, guarded };
  }
  const absent = Object.entries(clusters).filter(([, context]) => !has(config, context));
  if (absent.length === 0) {
    const guarded = refuseProtected(clusters, options);
    return { target: clusterTarget(config), clusters, guarded };
  }
  const none = absent.length === Object.keys(clusters).length;
  if (target === 'auto' && none && absent.every(([variable]) => !options.named.has(variable))) {
    const contexts = absent.map(([, context]) => `\`${context}\``).join(', ');
    return {
      target: sandbox,
      clusters,
      notice: `The kubeconfig has no context ${contexts}: running on the sandbox.`,
    };
  }
  throw new RunbookError(absent.map(([variable, context]) => missing(variable, context, config)));
}

/** @returns Those that are protected and allowed. @throws RunbookError for each context that is not allowed. */
function refuseProtected(
  clusters: ClusterChoice,
  { protect = [], allow = [] }: ChooseOptions,
): readonly string[] {
  const refused = Object.entries(clusters).flatMap(([variable, context]): Diagnostic[] => {
    const pattern = protect.find((item) => matchesGlob(context, item));
    if (pattern === undefined || allow.includes(context)) return [];
    return [
      {
        code: 'target/protected',
        severity: 'error',
        message: `The context \`${context}\` (${variable}) is protected by \`${pattern}\``,
        hint: `Run on it with \`--allow ${context}\`, if you mean it.`,
      },
    ];
  });
  if (refused.length > 0) throw new RunbookError(refused);
  return Object.values(clusters).filter((context) => protect.some((item) => matchesGlob(context, item)));
}

/** Whether a name is of a pattern, in which `*` is any characters; names of contexts may hold slashes. */
function matchesGlob(name: string, pattern: string): boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 's').test(name);
}

function has(config: Kubeconfig, context: string): boolean {
  return config.contexts.some(({ name }) => name === context);
}

/** Without declared clusters, asking for `cluster` means the one that kubectl would use. */
function currentContext(config: Kubeconfig): ClusterChoice {
  if (config.current !== undefined && has(config, config.current)) return { CLUSTER: config.current };
  const message = 'The kubeconfig has no current context, and the runbook declares no clusters';
  const hint = 'Declare them under `clusters` in the front matter, or run `kubectl config use-context`.';
  throw new RunbookError([{ code: 'target/context-missing', severity: 'error', message, hint }]);
}

function missing(variable: string, context: string, config: Kubeconfig): Diagnostic {
  const names = config.contexts.map(({ name }) => name);
  const near = nearest(context, names);
  const there =
    names.length === 0 ? 'The kubeconfig has no contexts' : `The kubeconfig has: ${names.join(', ')}`;
  return {
    code: 'target/context-missing',
    severity: 'error',
    message: `The kubeconfig has no context \`${context}\` for ${variable}`,
    hint:
      near === undefined
        ? `${there}. Name one with \`--cluster ${variable}=CONTEXT\`, or run with \`--target sandbox\`.`
        : `Did you mean \`--cluster ${variable}=${near}\`?`,
  };
}
