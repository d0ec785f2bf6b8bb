import { celRule } from '../../apiserver/admission/cel-rule.ts';
import { at, fieldsAt, isFields, listAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { matchLabelsRules } from './istio-networking-rules.ts';

/** What an AuthorizationPolicy breaks beyond its schema. @see https://istio.io/latest/docs/reference/config/security/authorization-policy/ */
export function authorizationPolicyRules(policy: KubeObject): FieldError[] {
  const spec = fieldsAt(policy, 'spec');
  const targets = ['selector', 'targetRef', 'targetRefs'].filter((field) => field in spec);
  return [
    ...celRule(targets.length <= 1, 'spec', 'object', 'only one of targetRefs or selector can be set'),
    ...listAt(spec, 'rules').flatMap((rule, index) => sourcesRules(rule, `spec.rules[${index}]`)),
    ...matchLabelsRules(policy, 'spec.selector.matchLabels'),
    ...[...listAt(spec, 'targetRefs').entries()].flatMap(([index, target]) =>
      sameNamespace(target, `spec.targetRefs[${index}]`),
    ),
    ...(isFields(spec.targetRef) ? sameNamespace(spec.targetRef, 'spec.targetRef') : []),
  ];
}

const sameNamespace = (target: unknown, path: string): FieldError[] =>
  celRule(
    !at(target, 'namespace'),
    `${path}.namespace`,
    'string',
    'cross namespace referencing is not currently supported',
  );

const accountFields = ['serviceAccounts', 'notServiceAccounts'];
const identityFields = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'];

function sourcesRules(rule: unknown, path: string): FieldError[] {
  return listAt(rule, 'from').flatMap((from, index) => {
    const source = fieldsAt(from, 'source');
    const has = (fields: readonly string[]) => fields.some((field) => field in source);
    return celRule(
      !has(accountFields) || !has(identityFields),
      `${path}.from[${index}].source`,
      'object',
      'Cannot set serviceAccounts with namespaces or principals',
    );
  });
}

/** What a PeerAuthentication breaks beyond its schema. @see https://istio.io/latest/docs/reference/config/security/peer_authentication/ */
export function peerAuthenticationRules(peer: KubeObject): FieldError[] {
  const ports = fieldsAt(peer, 'spec.portLevelMtls');
  const labels = fieldsAt(peer, 'spec.selector.matchLabels');
  const isPort = (key: string) => /^\d+$/.test(key) && Number(key) > 0 && Number(key) <= 65535;
  return [
    ...celRule(
      at(peer, 'spec.portLevelMtls') === undefined || Object.keys(labels).length > 0,
      'spec',
      'object',
      'portLevelMtls requires selector',
    ),
    ...celRule(
      Object.keys(ports).every(isPort),
      'spec.portLevelMtls',
      'object',
      'port must be between 1-65535',
    ),
    ...matchLabelsRules(peer, 'spec.selector.matchLabels'),
  ];
}
