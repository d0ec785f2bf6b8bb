import { duplicate, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { GoText, goValue } from '../../apiserver/admission/go-value.ts';
import { labelNameProblems, subdomainProblems } from '../../apiserver/admission/names.ts';
import { portRules } from '../../apiserver/admission/number-rules.ts';
import { at, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { conditionRules } from '../validating-admission-policy/rules.ts';
import { labelSelectorRules } from '../workload/workload-rules.ts';

/** @see kubernetes, pkg/apis/admissionregistration/validation/validation.go */
export function webhookRules(object: KubeObject): FieldError[] {
  const names = listAt(object, 'webhooks').map((webhook) => textAt(webhook, 'name'));
  return listAt(object, 'webhooks').flatMap((webhook, index) => {
    const path = `webhooks[${index}]`;
    const name = names[index] ?? '';
    return [
      ...oneWebhookRules(webhook, path),
      ...(name && names.indexOf(name) < index ? [duplicate(`${path}.name`, name)] : []),
    ];
  });
}

function oneWebhookRules(webhook: unknown, path: string): FieldError[] {
  const timeout = at(webhook, 'timeoutSeconds');
  return [
    ...nameRules(textAt(webhook, 'name'), `${path}.name`),
    ...listAt(webhook, 'rules').flatMap((rule, index) => ruleRules(rule, `${path}.rules[${index}]`)),
    ...oneOf(webhook, 'failurePolicy', ['Fail', 'Ignore'], path),
    ...oneOf(webhook, 'matchPolicy', ['Equivalent', 'Exact'], path),
    ...sideEffectRules(webhook, path),
    ...(typeof timeout === 'number' && (timeout < 1 || timeout > 30)
      ? [invalid(`${path}.timeoutSeconds`, timeout, 'the timeout value must be between 1 and 30 seconds')]
      : []),
    ...['namespaceSelector', 'objectSelector'].flatMap((field) =>
      labelSelectorRules(fieldsAt(webhook, field), `${path}.${field}`),
    ),
    ...oneOf(webhook, 'reinvocationPolicy', ['IfNeeded', 'Never'], path),
    ...clientRules(fieldsAt(webhook, 'clientConfig'), `${path}.clientConfig`),
    ...conditionRules(listAt(webhook, 'matchConditions'), `${path}.matchConditions`),
    ...versionRules(
      listAt(webhook, 'admissionReviewVersions').map(String),
      `${path}.admissionReviewVersions`,
    ),
  ];
}

function nameRules(name: string, path: string): FieldError[] {
  if (!name) return [required(path)];
  const problems = subdomainProblems(name);
  if (problems.length) return [invalid(path, name, problems.join(','))];
  return name.split('.').length < 3
    ? [invalid(path, name, 'should be a domain with at least three segments separated by dots')]
    : [];
}

function oneOf(webhook: unknown, field: string, allowed: readonly string[], path: string): FieldError[] {
  const value = at(webhook, field);
  return value === undefined || allowed.includes(String(value))
    ? []
    : [notSupported(`${path}.${field}`, value, allowed)];
}

/** What a dry run would do for good is no longer taken. */
const sideEffects = ['None', 'NoneOnDryRun'];

function sideEffectRules(webhook: unknown, path: string): FieldError[] {
  if (at(webhook, 'sideEffects') !== undefined) return oneOf(webhook, 'sideEffects', sideEffects, path);
  return [required(`${path}.sideEffects`, `must specify one of ${sideEffects.join(', ')}`)];
}

const operations = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const scopes = ['*', 'Cluster', 'Namespaced'];

const goStrings = (list: readonly unknown[]): GoText =>
  new GoText(`[]string{${list.map(goValue).join(', ')}}`);

/** A star stands for all, so that nothing may stand beside it. */
function starRules(list: readonly unknown[], path: string, others: string): FieldError[] {
  return list.length > 1 && list.includes('*')
    ? [invalid(path, goStrings(list), `if '*' is present, must not specify other ${others}`)]
    : [];
}

function ruleRules(rule: unknown, path: string): FieldError[] {
  const [asked, groups, versions] = ['operations', 'apiGroups', 'apiVersions'].map((field) =>
    listAt(rule, field),
  );
  const scope = at(rule, 'scope');
  return [
    ...(asked?.length ? [] : [required(`${path}.operations`)]),
    ...starRules(asked ?? [], `${path}.operations`, 'operations'),
    ...(asked ?? []).flatMap((operation, index) =>
      operations.includes(String(operation))
        ? []
        : [notSupported(`${path}.operations[${index}]`, operation, operations)],
    ),
    ...(groups?.length ? [] : [required(`${path}.apiGroups`)]),
    ...starRules(groups ?? [], `${path}.apiGroups`, 'API groups'),
    ...(versions?.length ? [] : [required(`${path}.apiVersions`)]),
    ...starRules(versions ?? [], `${path}.apiVersions`, 'API versions'),
    ...resourceRules(listAt(rule, 'resources').map(String), `${path}.resources`),
    ...(scope === undefined || scopes.includes(String(scope))
      ? []
      : [notSupported(`${path}.scope`, scope, scopes)]),
  ];
}

function resourceRules(resources: readonly string[], path: string): FieldError[] {
  const hasPlain = resources.some((one) => one !== '*' && !one.includes('/'));
  const everything = "if '*/*' is present, must not specify other resources";
  const plain = "if '*' is present, must not specify other resources without subresources";
  return [
    ...(resources.length ? [] : [required(path)]),
    ...resources.flatMap((one, index) => (one ? [] : [required(`${path}[${index}]`)])),
    ...(resources.length > 1 && resources.includes('*/*')
      ? [invalid(path, goStrings(resources), everything)]
      : []),
    ...(resources.includes('*') && hasPlain ? [invalid(path, goStrings(resources), plain)] : []),
  ];
}

function clientRules(client: object, path: string): FieldError[] {
  const url = at(client, 'url');
  const service = at(client, 'service');
  if ((url === undefined) === (service === undefined))
    return [required(path, 'exactly one of url or service is required')];
  if (!isFields(service)) return urlRules(String(url), `${path}.url`);
  const port = at(service, 'port');
  const servicePath = textAt(service, 'path');
  return [
    ...(textAt(service, 'name') ? [] : [required(`${path}.service.name`, 'service name is required')]),
    ...(textAt(service, 'namespace')
      ? []
      : [required(`${path}.service.namespace`, 'service namespace is required')]),
    ...(portRules(port, '').length
      ? [invalid(`${path}.service.port`, port, 'port is not valid: must be between 1 and 65535, inclusive')]
      : []),
    ...(servicePath && !servicePath.startsWith('/')
      ? [invalid(`${path}.service.path`, servicePath, "must start with a '/'")]
      : []),
  ];
}

function urlRules(text: string, path: string): FieldError[] {
  const form = '; desired format: https://host[/path]';
  const url = URL.parse(text);
  const scheme = url?.protocol.replace(/:$/, '') ?? '';
  return [
    ...(scheme === 'https' ? [] : [invalid(path, scheme, `'https' is the only allowed URL scheme${form}`)]),
    ...(url?.host ? [] : [invalid(path, '', `host must be specified${form}`)]),
    ...(url?.username ? [invalid(path, url.username, 'user information is not permitted in the URL')] : []),
    ...(url?.hash ? [invalid(path, url.hash.slice(1), 'fragments are not permitted in the URL')] : []),
    ...(url?.search
      ? [invalid(path, url.search.slice(1), 'query parameters are not permitted in the URL')]
      : []),
  ];
}

const accepted = ['v1', 'v1beta1'];

function versionRules(versions: readonly string[], path: string): FieldError[] {
  const list = accepted.join(', ');
  if (!versions.length) return [required(path, `must specify one of ${list}`)];
  return [
    ...versions.flatMap((version, index) =>
      versions.indexOf(version) < index
        ? [invalid(`${path}[${index}]`, version, 'duplicate version')]
        : labelNameProblems(version).map((problem) => invalid(`${path}[${index}]`, version, problem)),
    ),
    ...(versions.some((version) => accepted.includes(version))
      ? []
      : [invalid(path, goStrings(versions), `must include at least one of ${list}`)]),
  ];
}
