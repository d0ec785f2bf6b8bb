import { duplicate, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { legacyIp } from '../../apiserver/admission/ip-address.ts';
import { type Fields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';

const families = ['IPv4', 'IPv6'];
const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/**
 * What is wrong with the addresses and families of a service. They are looked at before anything is allocated, and
 * nothing else is then.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.33.1/pkg/apis/core/validation/validation.go ValidateServiceClusterIPsRelatedFields
 */
export function clusterIpErrors(spec: Fields): FieldError[] {
  if (textAt(spec, 'type') === 'ExternalName') return [];
  const given = listAt(spec, 'clusterIPs').map(String);
  const policy = textAt(spec, 'ipFamilyPolicy');
  return [
    ...agreement(textAt(spec, 'clusterIP'), given),
    ...familyErrors(listAt(spec, 'ipFamilies').map(String)),
    ...(policy && !policies.includes(policy) ? [notSupported('spec.ipFamilyPolicy', policy, policies)] : []),
    ...addressErrors(given),
    ...(given.length > 2 ? [invalid('spec.clusterIPs', shown(given), 'may only hold up to 2 values')] : []),
    ...(given.length > 1 && isSingleFamily(given)
      ? [invalid('spec.clusterIPs', shown(given), 'may specify no more than one IP for each IP family')]
      : []),
  ];
}

/** The clusters have IPv4 alone. */
export function foreignFamilies(spec: Fields): FieldError[] {
  const given = listAt(spec, 'clusterIPs').map(String);
  return given.flatMap((address, index) =>
    legacyIp(address)?.bits === 128
      ? [invalid(`spec.clusterIPs[${index}]`, shown(given), 'IPv6 is not configured on this cluster')]
      : [],
  );
}

const isSingleFamily = (given: readonly string[]): boolean => {
  const bits = given.map((address) => legacyIp(address)?.bits);
  return !bits.includes(undefined) && (given.length > 2 || bits[0] === bits[1]);
};

const shown = (addresses: readonly string[]): GoText =>
  new GoText(`[]string{${addresses.map((address) => JSON.stringify(address)).join(', ')}}`);

function agreement(first: string, all: readonly string[]): FieldError[] {
  const field = 'spec.clusterIPs';
  if (!first)
    return all.length ? [invalid(field, shown(all), 'must be empty when `clusterIP` is not specified')] : [];
  if (!all.length) return [required(field)];
  return all[0] === first ? [] : [invalid(field, shown(all), 'first value must match `clusterIP`')];
}

const familyErrors = (given: readonly string[]): FieldError[] =>
  given.flatMap((family, index) => {
    const field = `spec.ipFamilies[${index}]`;
    return [
      ...(families.includes(family) ? [] : [notSupported(field, family, families)]),
      ...(given.indexOf(family) < index ? [duplicate(field, family)] : []),
    ];
  });

const addressErrors = (given: readonly string[]): FieldError[] =>
  given.flatMap((address, index) => {
    if (index === 0 && address === 'None')
      return given.length > 1
        ? [invalid('spec.clusterIPs', shown(given), "'None' must be the first and only value")]
        : [];
    return legacyIp(address)
      ? []
      : [
          invalid(
            `spec.clusterIPs[${index}]`,
            address,
            'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
          ),
        ];
  });
