import { fieldsAt, isFields, listAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { unsimulatedExpressions } from '../validating-admission-policy/unsimulated.ts';
import { webhookRules } from './webhook-rules.ts';

const group = 'admissionregistration.k8s.io';

const shared = {
  group,
  hasExpressions: true,
  refuse: (object: KubeObject) => unsimulatedExpressions(conditionsOf(object)),
} as const;

/** @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/ */
export const validatingWebhookConfiguration = builtIn({
  ...shared,
  kind: 'ValidatingWebhookConfiguration',
  default: (object) => withDefaults(object, {}),
  validate: webhookRules,
});

/** The same, of programs that may change what is written. */
export const mutatingWebhookConfiguration = builtIn({
  ...shared,
  kind: 'MutatingWebhookConfiguration',
  default: (object) => withDefaults(object, { reinvocationPolicy: 'Never' }),
  validate: webhookRules,
});

const conditionsOf = (object: KubeObject): readonly string[] =>
  listAt(object, 'webhooks')
    .flatMap((webhook) => listAt(webhook, 'matchConditions'))
    .flatMap((condition) => (isFields(condition) ? [String(condition.expression ?? '')] : []));

function withDefaults(object: KubeObject, more: object): KubeObject {
  const webhooks = listAt(object, 'webhooks').map((webhook) => {
    if (!isFields(webhook)) return webhook;
    const client = fieldsAt(webhook, 'clientConfig');
    const service = client.service;
    return {
      failurePolicy: 'Fail',
      matchPolicy: 'Equivalent',
      namespaceSelector: {},
      objectSelector: {},
      timeoutSeconds: 10,
      ...more,
      ...webhook,
      clientConfig: isFields(service) ? { ...client, service: { port: 443, ...service } } : client,
      ...(webhook.rules === undefined
        ? {}
        : {
            rules: listAt(webhook, 'rules').map((rule) => (isFields(rule) ? { scope: '*', ...rule } : rule)),
          }),
    };
  });
  return webhooks.length ? ({ ...object, webhooks } as KubeObject) : object;
}
