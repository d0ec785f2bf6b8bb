import type { KindBehaviour } from '../../apiserver/kind.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';

const none: Readonly<Record<string, readonly (readonly [kind: string, plural: string])[]>> = {
  'extensions.istio.io': [['WasmPlugin', 'wasmplugins']],
  'networking.istio.io': [
    ['EnvoyFilter', 'envoyfilters'],
    ['Gateway', 'gateways'],
    ['ProxyConfig', 'proxyconfigs'],
    ['Sidecar', 'sidecars'],
    ['WorkloadGroup', 'workloadgroups'],
  ],
};

/** Kinds of the mesh that no hop of a request looks at; one leaves this list when something behaves by it. */
export const notSimulated: ReadonlyMap<string, KindBehaviour> = new Map(
  Object.entries(none).flatMap(([group, kinds]) =>
    kinds.map(([kind, plural]): [string, KindBehaviour] => [
      `${group}/${kind}`,
      {
        refuse: (_object, old) =>
          old
            ? undefined
            : new ApiError(501, 'NotImplemented', `sandbox: ${plural}.${group} is not simulated`),
      },
    ]),
  ),
);
