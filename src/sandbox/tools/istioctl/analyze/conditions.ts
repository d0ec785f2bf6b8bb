import type { KubeObject } from '../../../apiserver/store/object.ts';
import { resources } from '../../../mesh/resources.ts';
import type { Analyzer, Message } from './message.ts';

type Condition = {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
};

type WithConditions = KubeObject & {
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly parents?: readonly { readonly conditions?: readonly Condition[] }[];
  };
};

const ofGateways = ['Accepted', 'Programmed', 'ResolvedRefs'];

/** Conditions that are bad when they are False. */
const negative: Readonly<Record<string, readonly string[]>> = {
  [resources.services]: ['istio.io/WaypointBound'],
  [resources.serviceEntries]: ['istio.io/WaypointBound'],
  [resources.authorizationPolicies]: ['ZtunnelAccepted', 'WaypointAccepted'],
  [resources.gateways]: ofGateways,
  [resources.httpRoutes]: ofGateways,
  'grpcroutes.gateway.networking.k8s.io': ofGateways,
};

/**
 * Statuses that say no.
 * @see https://github.com/istio/istio/blob/1.29.3/pkg/config/analysis/analyzers/conditions/conditions.go
 */
export const conditions: Analyzer = {
  name: 'conditions.ConditionAnalyzer',
  look: ({ store }) =>
    Object.entries(negative).flatMap(([resource, types]) =>
      store.list<WithConditions>(resource).flatMap((object) => {
        const { conditions: own = [], parents = [] } = object.status ?? {};
        const all = [...own, ...parents.flatMap((parent) => parent.conditions ?? [])];
        return all
          .filter(
            ({ type, status, reason }) =>
              (types.includes(type) && status === 'False') ||
              (type === 'WaypointAccepted' && reason === 'PartiallyInvalid'),
          )
          .map((condition) => found(object, condition));
      }),
    ),
};

const found = (object: KubeObject, { type, reason = '', message = '' }: Condition): Message => ({
  level: 'Warning',
  code: 'IST0171',
  object,
  text: `A condition with a negative status is present: type=${type}, reason=${reason}, message=${message}.`,
});
