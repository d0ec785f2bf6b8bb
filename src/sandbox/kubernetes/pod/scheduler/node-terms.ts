import { fieldSelector } from '../../../apiserver/store/selectors.ts';
import type { NodeRequirement, NodeTerm } from '../../persistent-volume/volume-objects.ts';
import type { NodeObject } from '../../workload/workload-objects.ts';

/** Whether a node meets any of some terms, each of which has to hold whole; without any it does. */
export const matchesTerms = (terms: readonly NodeTerm[] | undefined, node: NodeObject): boolean =>
  terms === undefined || terms.some((term) => matchesTerm(term, node));

/** An empty term is met by no node. */
export function matchesTerm(
  { matchExpressions = [], matchFields = [] }: NodeTerm,
  node: NodeObject,
): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  return (
    matchExpressions.every((requirement) => meets(requirement, node.metadata.labels?.[requirement.key])) &&
    matchFields.every((requirement) => meetsField(requirement, node))
  );
}

/** The name is the only field that can be asked for. */
const meetsField = ({ key, operator, values = [] }: NodeRequirement, node: NodeObject): boolean =>
  values.every((value) => fieldSelector(`${key}=${value}`)(node) === (operator === 'In'));

function meets({ operator, values = [] }: NodeRequirement, label: string | undefined): boolean {
  const [bound = ''] = values;
  switch (operator) {
    case 'In':
      return label !== undefined && values.includes(label);
    case 'NotIn':
      return label === undefined || !values.includes(label);
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
    case 'Gt':
      return isInteger(label) && Number(label) > Number(bound);
    case 'Lt':
      return isInteger(label) && Number(label) < Number(bound);
    default:
      return false;
  }
}

const isInteger = (text: string | undefined): boolean => /^-?\d+$/.test(text ?? '');
