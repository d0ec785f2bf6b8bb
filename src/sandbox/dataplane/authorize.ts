import type { MeshPolicy } from '../mesh/model.ts';
import type { HttpRequest } from './message.ts';
import { ruleFits } from './policy-rule.ts';

/** What a policy can ask about: the connection, and the request where somebody reads it. */
export type Attributes = {
  /** SPIFFE id without its scheme; absent for plain text. */
  readonly identity?: string;
  readonly sourceIp: string;
  readonly destinationIp: string;
  readonly destinationPort: number;
  readonly sni?: string;
  /** Absent where the connection is only passed on. */
  readonly request?: HttpRequest;
  /** Of the request's token, where somebody has looked at it. */
  readonly claims?: Readonly<Record<string, unknown>>;
};

export type Decision =
  | { readonly kind: 'allowed' }
  | {
      readonly kind: 'denied';
      readonly reason: string;
      /** The rule that denies, where one does. */
      readonly by?: { readonly namespace: string; readonly name: string; readonly rule: number };
    }
  | { readonly kind: 'unsupported'; readonly reason: string };

/**
 * Decides over a set of policies: any DENY that fits denies; where there is an ALLOW, one must fit; none at all
 * allows. AUDIT never decides.
 * @see https://istio.io/latest/docs/concepts/security/#implicit-enablement
 */
export function authorize(policies: readonly MeshPolicy[], attributes: Attributes): Decision {
  const fits = (policy: MeshPolicy): boolean =>
    policy.rules.some((rule) => ruleFits(rule, policy, attributes));
  const custom = policies.find(({ action }) => action === 'CUSTOM');
  if (custom) {
    const reason = `sandbox: AuthorizationPolicy ${custom.namespace}/${custom.name}: action CUSTOM is not simulated`;
    return { kind: 'unsupported', reason };
  }
  const denial = policies.find((policy) => policy.action === 'DENY' && fits(policy));
  if (denial) {
    const { namespace, name, rules } = denial;
    const rule = rules.findIndex((each) => ruleFits(each, denial, attributes));
    const reason = `explicitly denied by: ${namespace}/${name}`;
    return { kind: 'denied', reason, by: { namespace, name, rule } };
  }
  const allowing = policies.filter(({ action }) => action === 'ALLOW');
  if (allowing.length === 0 || allowing.some(fits)) return { kind: 'allowed' };
  return { kind: 'denied', reason: 'allow policies exist, but none allowed' };
}
