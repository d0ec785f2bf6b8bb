import type { Wait } from '../model/runbook.ts';

/** What shows that a background command is ready: a `# wait:` line, or what we know of the command. */
export type Readiness =
  | Wait['for']
  /** kubectl says so of every local port. */
  | { readonly kind: 'forwarding'; readonly ports: number }
  | { readonly kind: 'serving' };

/** Options of kubectl whose value is the next word. */
const valueOptions = new Set(
  '--address --as --as-group --as-uid --cache-dir --certificate-authority --client-certificate --client-key --cluster --context --kubeconfig --namespace --pod-running-timeout --port --profile --profile-output --request-timeout --server --tls-server-name --token --user -n -s'.split(
    ' ',
  ),
);

/**
 * What a background command without `# wait:` lines waits for: `kubectl port-forward` and `kubectl proxy` say on
 * stdout when they are ready (a connection as a probe could break the forward). With stdout sent elsewhere only the
 * ports are left to look at. Empty for other commands.
 */
export function builtInReadiness(script: string): readonly Readiness[] {
  const [command = ''] = script.replaceAll('\\\n', ' ').split(/\s*[|;&]\s|\s*&\s*$|\s*\n/);
  const words = command.trim().split(/\s+/);
  const start = words.findIndex((word) => /(^|\/)(kubectl|oc|istioctl|k)$/.test(word));
  if (start < 0) return [];
  const [verb, ...operands] = positional(words.slice(start + 1));
  if (verb === 'proxy') return isRedirected(command) ? [] : [{ kind: 'serving' }];
  const ports = operands.slice(1);
  if (verb !== 'port-forward' || ports.length === 0) return [];
  return isRedirected(command) ? localPorts(ports) : [{ kind: 'forwarding', ports: ports.length }];
}

/** Words that are neither options, nor an option's value, nor redirections. */
function positional(words: readonly string[]): readonly string[] {
  return words.filter((word, index) => {
    const before = words[index - 1] ?? '';
    return !/^-|^\d*[<>]|^&>/.test(word) && !valueOptions.has(before) && !/^\d*[<>]+$|^&>+$/.test(before);
  });
}

function isRedirected(command: string): boolean {
  return /(^|\s)(1?>|&>)/.test(command);
}

function localPorts(ports: readonly string[]): readonly Readiness[] {
  return ports.flatMap((word) => {
    const [, port] = /^(\d+)(:|$)/.exec(word) ?? [];
    return port === undefined ? [] : [{ kind: 'port' as const, port: Number(port) }];
  });
}
