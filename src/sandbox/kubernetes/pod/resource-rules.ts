import { forbiddenField, invalid } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { qualifiedNameProblems } from '../../apiserver/admission/names.ts';
import { quantity } from '../../apiserver/admission/quantity.ts';
import { fieldsAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';

const standard = ['cpu', 'memory', 'ephemeral-storage'];

const isHugePage = (name: string): boolean => name.startsWith('hugepages-');

/** What a container asks for and may use. @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
export function resourceRules(container: unknown, path: string): FieldError[] {
  const limits = fieldsAt(container, 'resources.limits');
  const requests = fieldsAt(container, 'resources.requests');
  return [
    ...Object.entries(limits).flatMap(([name, value]) => amountRules(name, value, `${path}.limits`)),
    ...Object.entries(requests).flatMap(([name, value]) => [
      ...limitRules(name, { asked: value, limit: limits[name] }, path),
      ...amountRules(name, value, `${path}.requests`),
    ]),
    ...hugePageRules({ ...limits, ...requests }, path),
  ];
}

/** Huge pages are of no use alone. */
function hugePageRules(amounts: Readonly<Record<string, unknown>>, path: string): FieldError[] {
  const names = Object.keys(amounts);
  if (!names.some(isHugePage) || names.includes('cpu') || names.includes('memory')) return [];
  return [forbiddenField(path, 'HugePages require cpu or memory')];
}

/** Nobody may ask for more than the limit. */
function limitRules(
  name: string,
  { asked, limit }: { readonly asked: unknown; readonly limit: unknown },
  path: string,
): FieldError[] {
  if (limit === undefined) return [];
  const [wanted, most] = [quantity(asked), quantity(limit)];
  // What can't be shared out is had whole.
  if ((name.includes('/') || isHugePage(name)) && wanted !== most)
    return [invalid(`${path}.requests`, String(asked), `must be equal to ${name} limit of ${limit}`)];
  if (wanted <= most) return [];
  const detail = `must be less than or equal to ${name} limit of ${limit}`;
  return [invalid(`${path}.requests`, String(asked), detail)];
}

function amountRules(name: string, value: unknown, path: string): FieldError[] {
  const here = `${path}[${name}]`;
  const amount = quantity(value);
  const isExtended = name.includes('/');
  const isPlain = !isExtended && !standard.includes(name) && !isHugePage(name);
  const shown = new GoText(name);
  return [
    ...qualifiedNameProblems(name).map((problem) => invalid(here, shown, problem)),
    ...(isPlain
      ? [
          invalid(here, shown, 'must be a standard resource type or fully qualified'),
          invalid(here, shown, 'must be a standard resource for containers'),
        ]
      : []),
    ...(amount < 0 ? [invalid(here, String(value), 'must be greater than or equal to 0')] : []),
    ...(isHugePage(name) && amount % quantity(name.slice('hugepages-'.length)) !== 0
      ? [invalid(here, String(value), `${value} is not positive integer multiple of ${name}`)]
      : []),
    ...(isExtended && !Number.isInteger(amount) ? [invalid(here, String(value), 'must be an integer')] : []),
  ];
}
