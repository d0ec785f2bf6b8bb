import type { Command, FlagSpec } from './command.ts';
import { analyze } from './commands/analyze.ts';
import { authz } from './commands/authz.ts';
import { install } from './commands/install.ts';
import { multicluster } from './commands/multicluster.ts';
import { precheck } from './commands/precheck.ts';
import { proxyStatus } from './commands/proxy-status.ts';
import { remoteClusters } from './commands/remote-clusters.ts';
import { tag } from './commands/tag.ts';
import { version } from './commands/version.ts';
import { waypoint } from './commands/waypoint.ts';
import { ztunnelConfig } from './commands/ztunnel-config.ts';

const globalFlags: readonly FlagSpec[] = [
  { name: 'kubeconfig', letter: 'c', type: 'string', help: 'kubeconfig file' },
  { name: 'context', type: 'string', help: 'context of the kubeconfig' },
  { name: 'as', type: 'string', help: 'user to act as', refused: true },
  { name: 'as-uid', type: 'string', help: 'UID to act as', refused: true },
  { name: 'as-group', type: 'stringArray', help: 'groups to act as', refused: true },
  { name: 'namespace', letter: 'n', type: 'string', help: 'namespace' },
  {
    name: 'istioNamespace',
    letter: 'i',
    type: 'string',
    default: 'istio-system',
    help: "namespace of Istio's control plane",
  },
  { name: 'kubeclient-timeout', type: 'string', default: '15s', help: 'how long a request may take' },
  { name: 'vklog', type: 'int', help: 'how much is logged' },
];

/** A command that is refused by name. */
const refused = (names: Command['names'], about: string): Command => ({ names, about });

/**
 * The command tree of istioctl 1.29, names and aliases; what it says of each command is our own wording.
 * @see https://istio.io/latest/docs/reference/commands/istioctl/
 */
export const root: Command = {
  names: ['istioctl'],
  about: 'Look into an Istio mesh and change it',
  passedOn: globalFlags,
  commands: [
    refused(['admin', 'istiod'], 'Look into istiod'),
    analyze,
    refused(['authz'], 'See experimental authz'),
    refused(['bug-report'], 'Gather what a bug report needs'),
    refused(['completion'], 'Print completion for a shell'),
    refused(['create-remote-secret'], 'Print a secret that gives istiod access to a cluster'),
    refused(['dashboard', 'dash', 'd'], 'Open a dashboard'),
    {
      names: ['experimental', 'x', 'exp'],
      about: 'Commands that may still change',
      commands: [
        authz,
        refused(['check-inject'], 'Say whether a pod gets a sidecar'),
        refused(['config'], 'Show settings of istioctl'),
        refused(['describe', 'des'], 'Say what the mesh does with a pod or a service'),
        refused(['injector'], 'List the injectors of sidecars'),
        refused(['internal-debug'], 'Look into istiod'),
        refused(['metrics'], 'Print metrics of workloads'),
        refused(['envoy-stats', 'es'], 'Print the statistics of an Envoy'),
        precheck,
        proxyStatus,
        refused(['version'], 'Print versions'),
        refused(['workload'], 'Help with workloads outside of clusters'),
      ],
    },
    install,
    refused(['kube-inject'], 'Add a sidecar to manifests'),
    refused(['manifest'], 'Print what would be installed'),
    multicluster,
    refused(['options'], 'List the options of all commands'),
    refused(['proxy-config', 'pc'], 'Look into an Envoy'),
    proxyStatus,
    remoteClusters,
    tag,
    refused(['uninstall'], 'Remove Istio'),
    refused(['upgrade'], 'Upgrade Istio'),
    refused(['validate', 'v'], 'Check manifests'),
    version,
    waypoint,
    ztunnelConfig,
  ],
};
