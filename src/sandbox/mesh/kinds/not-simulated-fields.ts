import { at, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

/*
 * Fields of the mesh's kinds that no hop of a request looks at. An object with one is refused when it is written, since
 * a request would go on as if the field weren't there.
 */

/** The refusal of a DestinationRule. What is left, TLS and simple balancing, is followed or makes no difference. */
export const refuseUnusedOfDestinationRule = (rule: KubeObject): ApiError | undefined =>
  refusal('a DestinationRule', [
    ...fieldsOfPolicy(at(rule, 'spec.trafficPolicy'), 'spec.trafficPolicy'),
    ...listAt(rule, 'spec.subsets').flatMap((subset, index) =>
      isFields(at(subset, 'trafficPolicy')) ? [`spec.subsets[${index}].trafficPolicy`] : [],
    ),
    ...(at(rule, 'spec.workloadSelector') === undefined ? [] : ['spec.workloadSelector']),
  ]);

/** The refusal of a VirtualService: there are no gateways of Istio's own kind, and connections aren't routed. */
export function refuseUnusedOfVirtualService(virtual: KubeObject): ApiError | undefined {
  const gateways = listAt(virtual, 'spec.gateways').filter((name) => name !== 'mesh');
  return refusal('a VirtualService', [
    ...gateways.map((name) => `spec.gateways ${String(name)}`),
    ...(listAt(virtual, 'spec.hosts').length ? [] : ['delegation']),
    ...['tcp', 'tls'].flatMap((field) => (listAt(virtual, `spec.${field}`).length ? [`spec.${field}`] : [])),
    ...listAt(virtual, 'spec.http').flatMap((route, index) =>
      ['delegate', 'fault.abort.grpcStatus', 'retries.retryRemoteLocalities'].flatMap((field) =>
        at(route, field) === undefined ? [] : [`spec.http[${index}].${field}`],
      ),
    ),
  ]);
}

/** The refusal of a Telemetry: nothing is measured or traced, and logs go where a container's log is. */
export const refuseUnusedOfTelemetry = (object: KubeObject): ApiError | undefined =>
  refusal('a Telemetry', [
    ...['metrics', 'tracing'].flatMap((field) =>
      listAt(object, `spec.${field}`).length ? [`spec.${field}`] : [],
    ),
    ...listAt(object, 'spec.accessLogging').flatMap((logging, index) => [
      ...(at(logging, 'filter') === undefined ? [] : [`spec.accessLogging[${index}].filter`]),
      ...listAt(logging, 'providers')
        .map((provider) => textAt(provider, 'name'))
        .filter((name) => name !== 'envoy')
        .map((name) => `spec.accessLogging[${index}].providers ${name}`),
    ]),
  ]);

/** The refusal of a RequestAuthentication: keys that istiod would fetch are out of reach. */
export const refuseUnusedOfRequestAuthentication = (object: KubeObject): ApiError | undefined =>
  refusal(
    'a RequestAuthentication',
    listAt(object, 'spec.jwtRules').flatMap((rule, index) =>
      textAt(rule, 'jwks') ? [] : [`spec.jwtRules[${index}] without jwks`],
    ),
  );

/** The refusal of an AuthorizationPolicy. */
export const refuseUnusedOfAuthorizationPolicy = (policy: KubeObject): ApiError | undefined =>
  refusal('an AuthorizationPolicy', textAt(policy, 'spec.action') === 'CUSTOM' ? ['spec.action CUSTOM'] : []);

const unused = ['connectionPool', 'outlierDetection', 'proxyProtocol', 'retryBudget', 'tunnel'];
const unusedBalancing = ['consistentHash', 'localityLbSetting', 'warmup', 'warmupDurationSecs'];

function fieldsOfPolicy(policy: unknown, place: string): readonly string[] {
  if (!isFields(policy)) return [];
  const has = (path: string): readonly string[] =>
    at(policy, path) === undefined ? [] : [`${place}.${path}`];
  return [
    ...unused.flatMap(has),
    ...unusedBalancing.flatMap((field) => has(`loadBalancer.${field}`)),
    ...(textAt(policy, 'loadBalancer.simple') === 'PASSTHROUGH' ? has('loadBalancer.simple') : []),
    ...(textAt(policy, 'tls.mode') === 'MUTUAL' ? [`${place}.tls.mode MUTUAL`] : []),
    ...(at(policy, 'tls.insecureSkipVerify') === true
      ? []
      : ['tls.caCertificates', 'tls.credentialName'].flatMap(has)),
    ...listAt(policy, 'portLevelSettings').flatMap((port, index) =>
      fieldsOfPolicy(port, `${place}.portLevelSettings[${index}]`),
    ),
  ];
}

function refusal(what: string, fields: readonly string[]): ApiError | undefined {
  const [first] = fields;
  return first === undefined
    ? undefined
    : new ApiError(501, 'NotImplemented', `sandbox: ${first} of ${what} is not simulated`);
}
