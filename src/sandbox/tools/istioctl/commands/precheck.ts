import type { KubeObject } from '../../../apiserver/store/object.ts';
import { documentation } from '../analyze/documentation.ts';
import { inOrder, isAsBad, lineOf, type Message } from '../analyze/message.ts';
import { ask } from '../api.ts';
import { type Call, type Command, CommandError } from '../command.ts';
import { revisionFlag } from './revision-flag.ts';

/** The oldest minor version of Kubernetes 1 that Istio 1.29 runs on. */
const oldestKubernetes = 30;

/** What findings about the cluster as a whole are about. */
const cluster: KubeObject = { apiVersion: '', kind: 'Cluster', metadata: { name: '' } };

/** Kinds that an installation makes, by group and plural; those in the second list in its own namespace. */
const acrossNamespaces = [
  ['', 'namespaces'],
  ['rbac.authorization.k8s.io', 'clusterroles'],
  ['rbac.authorization.k8s.io', 'clusterrolebindings'],
  ['apiextensions.k8s.io', 'customresourcedefinitions'],
  ['admissionregistration.k8s.io', 'mutatingwebhookconfigurations'],
  ['admissionregistration.k8s.io', 'validatingwebhookconfigurations'],
] as const;

const inItsNamespace = [
  ['rbac.authorization.k8s.io', 'roles'],
  ['', 'serviceaccounts'],
  ['', 'services'],
  ['apps', 'deployments'],
  ['', 'configmaps'],
] as const;

/**
 * `istioctl experimental precheck`: the version of the cluster, the rights of whoever asks, and the versions of the
 * Gateway API.
 * @see https://github.com/istio/istio/blob/1.29.3/istioctl/pkg/precheck/precheck.go
 */
export const precheck: Command = {
  names: ['precheck'],
  about: 'Say whether Istio can be installed',
  passedOn: [
    { name: 'skip-controlplane', type: 'bool', help: "don't look at what the control plane needs" },
    {
      name: 'output-threshold',
      type: 'Level',
      default: 'Warning',
      help: 'how bad a finding has to be to be printed',
    },
    { name: 'output', letter: 'o', type: 'string', default: 'log', help: 'log, json or yaml', refused: true },
    {
      name: 'from-version',
      letter: 'f',
      type: 'string',
      help: 'the version that it is upgraded from',
      refused: true,
    },
    revisionFlag,
  ],
  async run(call) {
    const { flags, io } = call;
    const found = flags.on('skip-controlplane')
      ? []
      : inOrder([...(await version(call)), ...(await rights(call)), ...definitions(call)]);
    const shown = found.filter(({ level }) => isAsBad(level, flags.text('output-threshold')));
    if (shown.length) io.stdout.write(`${shown.map(lineOf).join('\n')}\n`);
    else
      io.stderr.write(
        '✔ No issues found when checking the cluster. Istio is safe to install or upgrade!\n  To get started, check out https://istio.io/latest/docs/setup/getting-started/.\n',
      );
    if (!found.some(({ level }) => isAsBad(level, 'Warning'))) return 0;
    throw new CommandError(
      `Issues found when checking the cluster. Istio may not be safe to install or upgrade.\nSee ${documentation} for more information about causes and resolutions.`,
    );
  },
};

async function version({ api }: Call): Promise<readonly Message[]> {
  const { gitVersion } = await ask<{ readonly gitVersion: string }>(api(), {
    method: 'GET',
    path: '/version',
  });
  const [, minor = '0'] = /^v1\.(\d+)/.exec(gitVersion) ?? [];
  if (Number(minor) >= oldestKubernetes) return [];
  const text = `The Kubernetes Version ${JSON.stringify(gitVersion)} is lower than the minimum version: 1.${oldestKubernetes}`;
  return [{ level: 'Error', code: 'IST0142', object: cluster, text }];
}

async function rights({ api, flags }: Call): Promise<readonly Message[]> {
  const system = flags.text('istioNamespace');
  const wanted = [
    ...acrossNamespaces.map(([group, resource]) => ({ group, resource, namespace: '' })),
    ...inItsNamespace.map(([group, resource]) => ({ group, resource, namespace: system })),
  ];
  const messages: Message[] = [];
  for (const attributes of wanted) {
    const { status } = await ask<Review>(api(), {
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { ...attributes, verb: 'create', version: 'v1' } },
      },
    });
    if (status?.allowed) continue;
    const why = status?.reason || 'permission denied';
    const text = `Missing required permission to create resource ${attributes.resource} (${why})`;
    messages.push({ level: 'Error', code: 'IST0141', object: cluster, text });
  }
  return messages;
}

type Review = { readonly status?: { readonly allowed?: boolean; readonly reason?: string } };

type Definition = KubeObject & {
  readonly spec?: {
    readonly group?: string;
    readonly names?: { readonly kind?: string };
    readonly versions?: readonly { readonly name: string; readonly served?: boolean }[];
  };
};

/** Kinds of the Gateway API by the version that they must have, now and some day. */
const needed = {
  v1beta1: {
    kinds: ['Gateway', 'GatewayClass', 'HTTPRoute', 'ReferenceGrant'],
    level: 'Error',
    code: 'IST0156',
  },
  v1: { kinds: ['Gateway', 'GatewayClass', 'HTTPRoute', 'GRPCRoute'], level: 'Warning', code: 'IST0172' },
} as const;

function definitions({ world }: Call): readonly Message[] {
  const all = world().store.list<Definition>('customresourcedefinitions.apiextensions.k8s.io');
  return all
    .filter(({ spec }) => spec?.group === 'gateway.networking.k8s.io')
    .flatMap((object) => {
      const { names, versions = [] } = object.spec ?? {};
      const served = versions.filter((each) => each.served).map(({ name }) => name);
      return Object.entries(needed)
        .filter(([name, { kinds }]) => includes(kinds, names?.kind) && !served.includes(name))
        .map(([name, { level, code }]) => ({
          level,
          code,
          object,
          text: `The Gateway API CRD version ${served.toSorted().join(',') || 'none'} is lower than the minimum version: ${name}`,
        }));
    });
}

const includes = (kinds: readonly string[], kind: string | undefined): boolean => kinds.includes(kind ?? '');
