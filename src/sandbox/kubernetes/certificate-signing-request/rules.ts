import {
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../apiserver/admission/field-error.ts';
import { at, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

const usages = [
  ...[
    'any',
    'cert sign',
    'client auth',
    'code signing',
    'content commitment',
    'crl sign',
    'data encipherment',
  ],
  ...['decipher only', 'digital signature', 'email protection', 'encipher only', 'ipsec end system'],
  ...['ipsec tunnel', 'ipsec user', 'key agreement', 'key encipherment', 'microsoft sgc', 'netscape sgc'],
  ...['ocsp signing', 's/mime', 'server auth', 'signing', 'timestamping'],
];
const decisions = ['Approved', 'Denied', 'Failed'];
const shortestSeconds = 600;

/** @see kubernetes, pkg/apis/certificates/validation/validation.go */
export function requestRules(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const given = listAt(object, 'spec.usages').map(String);
  const signer = textAt(object, 'spec.signerName');
  const seconds = numberAt(object, 'spec.expirationSeconds');
  return [
    ...(given.length ? [] : [required('spec.usages')]),
    ...given.flatMap((usage, index) => [
      ...(usages.includes(usage) ? [] : [notSupported(`spec.usages[${index}]`, usage, usages)]),
      ...(given.indexOf(usage) < index ? [duplicate(`spec.usages[${index}]`, usage)] : []),
    ]),
    ...signerRules(signer),
    ...(at(object, 'spec.expirationSeconds') !== undefined && seconds < shortestSeconds
      ? [
          invalid(
            'spec.expirationSeconds',
            seconds,
            'may not specify a duration less than 600 seconds (10 minutes)',
          ),
        ]
      : []),
    ...conditionRules(object),
    ...(old ? keptConditions(object, old) : []),
  ];
}

function signerRules(signer: string): FieldError[] {
  const field = 'spec.signerName';
  if (!signer) return [required(field)];
  if (signer === 'kubernetes.io/legacy-unknown')
    return [invalid(field, signer, 'the legacy signerName is not allowed via this API version')];
  const [domain = '', path = ''] = signer.split('/');
  return domain.includes('.') && path
    ? []
    : [
        invalid(
          field,
          signer,
          "must be a fully qualified domain and path of the form 'example.com/signer-name'",
        ),
      ];
}

function conditionRules(object: KubeObject): FieldError[] {
  const types = listAt(object, 'status.conditions').map((one) => textAt(one, 'type'));
  return types.flatMap((type, index) => {
    const field = `status.conditions[${index}].type`;
    const opposite = { Approved: 'Denied', Denied: 'Approved' }[type] ?? '';
    const isBoth = types.slice(0, index).includes(opposite);
    return [
      ...(isBoth ? [invalid(field, type, 'Approved and Denied conditions are mutually exclusive')] : []),
      ...(types.indexOf(type) < index ? [duplicate(field, type)] : []),
    ];
  });
}

/** What has been decided stays. */
function keptConditions(object: KubeObject, old: KubeObject): FieldError[] {
  const has = (one: KubeObject, type: string): boolean =>
    listAt(one, 'status.conditions').some((condition) => textAt(condition, 'type') === type);
  return decisions
    .filter((type) => has(old, type) && !has(object, type))
    .map((type) =>
      forbiddenField(
        'status.conditions',
        `updates may not remove a condition of type ${JSON.stringify(type)}`,
      ),
    );
}
