import { spanIn } from '../parse/block-text.ts';
import { type CommandLine, flagValue } from '../shell/command-line.ts';
import { readIstioctl } from '../shell/istioctl.ts';
import { readKubectl } from '../shell/kubectl.ts';
import { shellNames } from '../shell/variables.ts';
import { allCommands, runCommands } from './commands.ts';
import type { Rule } from './rule.ts';

/** Verbs that ask no server. */
const offline: Readonly<Record<string, ReadonlySet<string>>> = {
  kubectl: new Set('api-versions completion config help kustomize options plugin'.split(' ')),
  istioctl: new Set('completion help kube-inject manifest profile validate'.split(' ')),
};

/** Tools that make a cluster, or point kubectl at one: a page with them has its own. */
const makers: ReadonlySet<string> = new Set(
  'aws az crc doctl eksctl gcloud k3d k3s kind kubeadm kubectx minikube microk8s oc tsh'.split(' '),
);

/**
 * Finds pages that talk to a cluster and declare none: a run gives kubectl no kubeconfig but that of its clusters. With
 * `--target` there may be one, so that it is the run that warns.
 */
export const noCluster: Rule = {
  code: 'parse/no-cluster',
  severity: 'note',
  onlyIfSound: true,
  check(page, report) {
    const { clusters, requires, env } = page.runbook.meta;
    if (Object.keys(clusters).length > 0 || requires.length > 0 || Object.hasOwn(env, 'KUBECONFIG')) return;
    const all = allCommands(page);
    if (all.some(({ simple }) => simple.some(({ name = '' }) => makers.has(name)))) return;
    if (all.some(({ unit }) => shellNames(unit).sets.some(({ name }) => name === 'KUBECONFIG'))) return;
    for (const { fence, simple } of runCommands(page)) {
      for (const command of simple) {
        const line = readKubectl(command) ?? readIstioctl(command);
        if (!line || !asksServer(line)) continue;
        const context = flagValue(line, 'context');
        const named = context && /^[\w.-]+$/.test(context.value) ? context.value : 'my-context';
        const message = `\`${command.name}\` needs a cluster, and the page declares none: there is no API server for it in a run.`;
        const hint = `Add \`clusters: { CLUSTER: ${named} }\` to the front matter, or run the page with \`--target sandbox\`.`;
        report({ message, hint, span: spanIn(fence.block, command.from, command.to) });
        return;
      }
    }
  },
};

function asksServer({ command, verb, flags }: CommandLine): boolean {
  if (verb === undefined || command.place.within !== undefined) return false;
  if (offline[command.name ?? '']?.has(verb) || flags.has('help') || flags.has('kubeconfig')) return false;
  const isClient = verb === 'version' && (flags.has('client') || flags.has('remote'));
  const dryRun = flags.get('dry-run') ?? [];
  return !isClient && !dryRun.some((value) => value !== true && value.value === 'client');
}
