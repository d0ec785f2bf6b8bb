import type { AccessNeed } from '../model/access.ts';
import { type ApiResource, apiResources, findResources } from './api-resources.ts';
import { type KubeClient, openClient } from './client.ts';
import { messageOf } from './resources.ts';

/** What a cluster says of something that a page asks of it. */
export type Permission = {
  readonly need: AccessNeed;
  /** As RBAC calls it: `deployments.apps/scale`. */
  readonly resource: string;
  /** Undefined of what is in no namespace, and of all namespaces. */
  readonly namespace?: string;
  readonly answer: Answer;
};

type Answer =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'denied'; readonly why?: string }
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * Asks clusters whether they would let this kubeconfig's user do what a page needs: nothing is done. Each question is
 * put once. Never rejects: who can't be asked is unknown.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
 */
export async function askPermissions(
  needs: readonly AccessNeed[],
  kubeconfig: string,
  signal: AbortSignal,
): Promise<readonly Permission[]> {
  const contexts = [...new Set(needs.map(({ context }) => context))];
  const asked = await Promise.all(
    contexts.map(async (context) => {
      const own = needs.filter((need) => need.context === context);
      try {
        const client = openClient(kubeconfig, context);
        if (client === undefined) throw new Error('the kubeconfig does not have the context');
        const asking: Asking = {
          client,
          signal,
          resources: await apiResources(client, signal),
          known: new Map(),
        };
        return await Promise.all(own.map((need) => ask(need, asking)));
      } catch (error) {
        return own.map((need) => ({ need, resource: wordOf(need), answer: unknown(error) }));
      }
    }),
  );
  return asked.flat();
}

type Asking = {
  readonly client: KubeClient;
  readonly signal: AbortSignal;
  readonly resources: readonly ApiResource[];
  /** Answers by what was asked. */
  readonly known: Map<string, Promise<Answer>>;
};

async function ask(need: AccessNeed, asking: Asking): Promise<Permission> {
  const found = resourceOf(need, asking.resources);
  if (found === undefined) {
    const resource = wordOf(need);
    return {
      need,
      resource,
      answer: { kind: 'unknown', why: `the cluster does not have \`${resource}\` now` },
    };
  }
  const { group, plural, namespaced } = found;
  const placed = namespaced && need.everywhere !== true;
  const namespace = placed ? (need.namespace ?? asking.client.namespace) : undefined;
  const resource = [plural, ...(group === '' ? [] : [group])].join('.');
  const answers = await Promise.all(
    need.verbs.map((verb) => review({ need, found, namespace, verb }, asking)),
  );
  return {
    need,
    resource: need.subresource === undefined ? resource : `${resource}/${need.subresource}`,
    ...(namespace === undefined ? {} : { namespace }),
    answer: await unlessElsewise(combined(answers), { need, found, namespace }, asking),
  };
}

function resourceOf({ resource }: AccessNeed, resources: readonly ApiResource[]): ApiResource | undefined {
  if (typeof resource === 'string') return findResources(resources, resource)[0];
  const group = resource.apiVersion.includes('/') ? resource.apiVersion.split('/')[0] : '';
  return resources.find((each) => each.kind === resource.kind && each.group === group);
}

function wordOf({ resource }: AccessNeed): string {
  return typeof resource === 'string' ? resource : resource.kind;
}

/** One way is enough. */
function combined(answers: readonly Answer[]): Answer {
  return (
    answers.find(({ kind }) => kind === 'allowed') ??
    answers.find(({ kind }) => kind === 'unknown') ??
    answers[0] ?? { kind: 'allowed' }
  );
}

type Asked = {
  readonly need: AccessNeed;
  readonly found: ApiResource;
  readonly namespace: string | undefined;
};

const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

type Question = Asked & { readonly verb: string };

/**
 * Asks for all objects of the kind first, which most who may do it with one may: a page with many objects asks little.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/ `name`
 */
async function review(question: Question, asking: Asking): Promise<Answer> {
  const { name, ...all } = question.need;
  const answer = await put({ ...question, need: all }, asking);
  return name === undefined || answer.kind === 'allowed' ? answer : put(question, asking);
}

function put({ need, found, namespace, verb }: Question, asking: Asking): Promise<Answer> {
  const attributes = {
    verb,
    group: found.group,
    resource: found.plural,
    ...(namespace === undefined ? {} : { namespace }),
    ...(need.subresource === undefined ? {} : { subresource: need.subresource }),
    ...(need.name === undefined ? {} : { name: need.name }),
  };
  const body = JSON.stringify({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: attributes },
  });
  const answer = asking.known.get(body) ?? send(body, asking);
  asking.known.set(body, answer);
  return answer;
}

async function send(body: string, { client, signal }: Asking): Promise<Answer> {
  try {
    const request = { method: 'POST', path: reviews, contentType: 'application/json', body, signal } as const;
    const { status, body: answered } = await client.send(request);
    if (status !== 201 && status !== 200) return { kind: 'unknown', why: messageOf(answered, status) };
    const { status: said = {} } = answered as { readonly status?: Review };
    if (said.allowed === true) return { kind: 'allowed' };
    if (said.evaluationError) return { kind: 'unknown', why: said.evaluationError };
    return { kind: 'denied', ...(said.reason ? { why: said.reason } : {}) };
  } catch (error) {
    return unknown(error);
  }
}

type Review = {
  readonly allowed?: boolean;
  readonly reason?: string;
  readonly evaluationError?: string;
};

/** A right that is needed only with an object, or only without it, is no lack when that is as it is. */
async function unlessElsewise(
  answer: Answer,
  { need, found, namespace }: Asked,
  { client, signal }: Asking,
): Promise<Answer> {
  if (answer.kind !== 'denied' || need.when === undefined) return answer;
  const where =
    namespace === undefined ? found.base : `${found.base}/namespaces/${encodeURIComponent(namespace)}`;
  const path = `${where}/${found.plural}/${encodeURIComponent(need.when.name)}`;
  try {
    const { status, body } = await client.send({ method: 'GET', path, signal });
    if (status !== 200 && status !== 404)
      return {
        kind: 'unknown',
        why: `whether \`${need.when.name}\` is there can't be seen: ${messageOf(body, status)}`,
      };
    const needed = need.when.object === 'present' ? 200 : 404;
    return status === needed ? answer : { kind: 'allowed' };
  } catch (error) {
    return unknown(error);
  }
}

function unknown(error: unknown): Answer {
  return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
}
