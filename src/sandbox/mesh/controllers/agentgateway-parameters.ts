import type { KubeObject } from '../../apiserver/store/object.ts';
import type { World } from '../../world.ts';
import type { EnvEntry } from '../container-objects.ts';
import { trustDomain } from '../enrolment.ts';
import { networkOf } from '../network.ts';
import type { GatewayObject } from '../objects.ts';
import { resources } from '../resources.ts';

/** How an agentgateway joins the mesh: what it tells istiod of itself. */
type MeshSettings = {
  readonly caAddress: string;
  readonly trustDomain: string;
  readonly clusterId: string;
  readonly network: string;
};

/** What a Gateway's parameters say of its proxy's pod. */
export type ProxySettings = {
  /** Without these the proxy isn't in the mesh. */
  readonly istio?: MeshSettings;
  readonly env: readonly EnvEntry[];
  readonly config?: object;
  readonly logLevel?: string;
  readonly shutdown?: { readonly min?: number; readonly max?: number };
  readonly resources?: object;
};

type Spec = {
  readonly istio?: Partial<MeshSettings>;
  readonly istioClusterId?: string;
  readonly istioNetwork?: string;
  readonly ca?: { readonly address?: string; readonly trustDomain?: string };
  readonly env?: readonly EnvEntry[];
  readonly logging?: { readonly level?: string; readonly format?: string };
  readonly rawConfig?: object;
  readonly shutdown?: ProxySettings['shutdown'];
  readonly resources?: object;
};

type ParametersObject = KubeObject & { readonly spec?: Spec };

const group = 'enterpriseagentgateway.solo.io';
const kind = 'EnterpriseAgentgatewayParameters';

/** Fields that reach the proxy's pod here; the others are accepted by the API and have no effect. */
const effective = [
  'istio',
  'istioClusterId',
  'istioNetwork',
  'ca',
  'env',
  'logging',
  'rawConfig',
  'shutdown',
  'resources',
];

/** What a Gateway's parameters make of its proxy, or why they can't be used. */
export type Parameters =
  | { readonly kind: 'used'; readonly settings: ProxySettings; readonly ignored: readonly string[] }
  | { readonly kind: 'invalid'; readonly message: string };

/**
 * Reads `infrastructure.parametersRef`. Without one, a proxy belongs to the cluster that it runs in; with one, its
 * cluster id is the one given there, and has a default that fits no cluster of a multicluster mesh.
 */
export function parametersOf(world: World, gateway: GatewayObject): Parameters {
  const { name, namespace = '' } = gateway.metadata;
  const ref = gateway.spec?.infrastructure?.parametersRef;
  if (!ref) return { kind: 'used', settings: settingsOf(world, gateway, undefined), ignored: [] };
  const path = `Gateway ${namespace}/${name}`;
  if (ref.group !== group || ref.kind !== kind) {
    const message = `infrastructure.parametersRef on ${path} references unsupported type: group=${ref.group} kind=${ref.kind}; use ${kind} instead`;
    return { kind: 'invalid', message };
  }
  const found = world.store.get<ParametersObject>({
    resource: resources.agentgatewayParameters,
    namespace,
    name: ref.name,
  });
  if (!found) return { kind: 'invalid', message: `${kind} ${namespace}/${ref.name} not found for ${path}` };
  const ignored = Object.keys(found.spec ?? {}).filter((field) => !effective.includes(field));
  return { kind: 'used', settings: settingsOf(world, gateway, found.spec), ignored };
}

function settingsOf(world: World, gateway: GatewayObject, spec: Spec | undefined): ProxySettings {
  const isGiven = gateway.spec?.infrastructure?.parametersRef !== undefined;
  const { istio, ca, env = [], logging, rawConfig, shutdown, resources: limits } = spec ?? {};
  const format = logging?.format;
  const config = format
    ? { ...rawConfig, config: { ...configOf(rawConfig), logging: { format } } }
    : rawConfig;
  return {
    istio: {
      caAddress: istio?.caAddress ?? ca?.address ?? 'https://istiod.istio-system.svc:15012',
      trustDomain: istio?.trustDomain ?? ca?.trustDomain ?? trustDomain,
      clusterId: istio?.clusterId ?? spec?.istioClusterId ?? (isGiven ? 'Kubernetes' : world.cluster),
      network: istio?.network ?? spec?.istioNetwork ?? networkOf(world, gateway),
    },
    env,
    ...(config ? { config } : {}),
    ...(logging?.level ? { logLevel: logging.level } : {}),
    ...(shutdown ? { shutdown } : {}),
    ...(limits ? { resources: limits } : {}),
  };
}

const configOf = (raw: object | undefined): object => (raw as { readonly config?: object })?.config ?? {};
