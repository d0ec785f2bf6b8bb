import type { AdmissionPlugin, AdmissionRequest } from '../../apiserver/admission/plugin.ts';
import { ApiError, badRequest, forbidden } from '../../apiserver/store/api-error.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { conditionsHold } from '../validating-admission-policy/evaluate-policy.ts';
import { isMatch } from '../validating-admission-policy/matching.ts';
import { type Answer, askWebhook } from './ask-webhook.ts';
import {
  mutatingResource,
  validatingResource,
  type Webhook,
  type WebhookConfiguration,
} from './webhook-objects.ts';

/** Nobody can lock the cluster with a webhook that is about webhooks. */
const handles =
  (resource: string) =>
  ({ kind, world }: AdmissionRequest): boolean =>
    kind.group !== 'admissionregistration.k8s.io' && world.store.list(resource).length > 0;

/**
 * Asks those who may change what is written. They get no further than that here: one that is known to allow changes
 * nothing.
 */
export const mutatingWebhooks: AdmissionPlugin = {
  name: 'MutatingAdmissionWebhook',
  handles: handles(mutatingResource),
  mutate(object, request) {
    askAll(mutatingResource, object, request);
    return object;
  },
  validate(object, request) {
    // What goes is never changed, and is asked about all the same.
    if (request.operation === 'DELETE') askAll(mutatingResource, object, request);
  },
};

/** Asks those who may refuse what is written. */
export const validatingWebhooks: AdmissionPlugin = {
  name: 'ValidatingAdmissionWebhook',
  handles: handles(validatingResource),
  validate: (object, request) => askAll(validatingResource, object, request),
};

function askAll(resource: string, object: KubeObject, request: AdmissionRequest): void {
  const configurations = request.world.store.list<WebhookConfiguration>(resource);
  const ordered = configurations.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  for (const { webhooks = [] } of ordered)
    for (const webhook of webhooks) if (isAbout(webhook, object, request)) ask(webhook, request);
}

/** @throws ApiError where its conditions can't be told */
function isAbout(webhook: Webhook, object: KubeObject, request: AdmissionRequest): boolean {
  const { rules = [], matchConditions = [], name: _name, ...match } = webhook;
  if (!rules.length || !isMatch({ ...match, resourceRules: rules }, request, object)) return false;
  if (!matchConditions.length) return true;
  try {
    return conditionsHold(matchConditions, request, object);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw forbidden(request.resource, object.metadata.name, why);
  }
}

/** @throws ApiError where it refuses, or can't be asked and must be */
function ask(webhook: Webhook, request: AdmissionRequest): void {
  const { name, sideEffects = '' } = webhook;
  if (request.dryRun && !['None', 'NoneOnDryRun'].includes(sideEffects))
    throw badRequest(`admission webhook "${name}" does not support dry run`);
  conclude(webhook, askWebhook(request.world, webhook), request);
}

function conclude({ name, failurePolicy }: Webhook, answer: Answer, { warn }: AdmissionRequest): void {
  const isIgnored = failurePolicy === 'Ignore';
  switch (answer.kind) {
    case 'allowed':
      return;
    case 'denied':
      throw new ApiError(
        400,
        'BadRequest',
        `admission webhook "${name}" denied the request: ${answer.message}`,
      );
    case 'failed':
      if (isIgnored) return;
      throw new ApiError(
        500,
        'InternalError',
        `Internal error occurred: failed calling webhook "${name}": failed to call webhook: ${answer.why}`,
      );
    case 'unknown':
      if (!isIgnored) throw new ApiError(501, 'NotImplemented', answer.why);
      warn(`${answer.why}; its failurePolicy is Ignore, so that the request passes without it`);
  }
}
