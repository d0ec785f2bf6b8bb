import type { KubeObject } from '../../apiserver/store/object.ts';
import type { World } from '../../world.ts';
import { meshEnv } from '../credentials.ts';
import { trustDomain } from '../enrolment.ts';
import { networkOf } from '../network.ts';
import type { GatewayObject } from '../objects.ts';
import { resources } from '../resources.ts';

type ParametersObject = KubeObject & {
  readonly spec?: {
    readonly istioClusterId?: string;
    readonly istioNetwork?: string;
    readonly ca?: { readonly address?: string; readonly trustDomain?: string };
    readonly env?: readonly { readonly name: string; readonly value?: string }[];
  };
};

const group = 'enterpriseagentgateway.solo.io';
const kind = 'EnterpriseAgentgatewayParameters';

/** Fields that reach the proxy's pod here; the others are accepted by the API and have no effect. */
const effective = ['istioClusterId', 'istioNetwork', 'ca', 'env'];

/** What a Gateway's parameters make of its proxy, or why they can't be used. */
export type Parameters =
  | {
      readonly kind: 'used';
      readonly env: Readonly<Record<string, string>>;
      readonly ignored: readonly string[];
    }
  | { readonly kind: 'invalid'; readonly message: string };

/**
 * Reads `infrastructure.parametersRef`. Without one, a proxy belongs to the cluster that it runs in; with one, its
 * cluster id is the one given there, and has a default that fits no cluster of a multicluster mesh.
 */
export function parametersOf(world: World, gateway: GatewayObject): Parameters {
  const { name, namespace = '' } = gateway.metadata;
  const ref = gateway.spec?.infrastructure?.parametersRef;
  if (!ref) return { kind: 'used', env: environment(world, gateway, undefined), ignored: [] };
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
  return { kind: 'used', env: environment(world, gateway, found.spec), ignored };
}

function environment(
  world: World,
  gateway: GatewayObject,
  spec: ParametersObject['spec'] | undefined,
): Readonly<Record<string, string>> {
  const isGiven = gateway.spec?.infrastructure?.parametersRef !== undefined;
  const extra = (spec?.env ?? []).map(({ name, value = '' }) => [name, value]);
  return {
    [meshEnv.address]: spec?.ca?.address ?? 'https://istiod.istio-system.svc:15012',
    [meshEnv.clusterId]: spec?.istioClusterId ?? (isGiven ? 'Kubernetes' : world.cluster),
    [meshEnv.trustDomain]: spec?.ca?.trustDomain ?? trustDomain,
    [meshEnv.network]: spec?.istioNetwork ?? networkOf(world, gateway),
    ...Object.fromEntries(extra),
  };
}
