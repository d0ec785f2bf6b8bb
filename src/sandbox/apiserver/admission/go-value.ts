import { isFields } from '../fields.ts';

/** Text that stands for a value as it is: Go structs, whose printed form has the names of their types. */
export class GoText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value as Go's `%#v` prints it, strings quoted: `"x"`, `90800`, `[]interface {}{}`. */
export function goValue(value: unknown): string {
  if (value instanceof GoText) return value.text;
  if (Array.isArray(value)) return `[]interface {}{${value.map(goValue).join(', ')}}`;
  if (isFields(value)) return `map[string]interface {}{${goEntries(value)}}`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** `map[string]string{"app":"web"}`, keys sorted. */
export const goStringMap = (map: Readonly<Record<string, unknown>>): GoText =>
  new GoText(`map[string]string{${goEntries(map)}}`);

/** A number or a text, which error texts show as a struct. */
export const goIntOrString = (value: unknown): GoText =>
  typeof value === 'string'
    ? new GoText(`intstr.IntOrString{Type:1, IntVal:0, StrVal:${JSON.stringify(value)}}`)
    : new GoText(`intstr.IntOrString{Type:0, IntVal:${value}, StrVal:""}`);

/** A label selector, which error texts show as a struct. */
export function goLabelSelector(selector: unknown): GoText {
  const { matchLabels, matchExpressions } = isFields(selector) ? selector : {};
  const labels = isFields(matchLabels) ? goStringMap(matchLabels).text : 'map[string]string(nil)';
  const type = '[]v1.LabelSelectorRequirement';
  const expressions = Array.isArray(matchExpressions)
    ? `${type}{${matchExpressions.map(goRequirement).join(', ')}}`
    : `${type}(nil)`;
  return new GoText(`v1.LabelSelector{MatchLabels:${labels}, MatchExpressions:${expressions}}`);
}

function goRequirement(requirement: unknown): string {
  const { key, operator, values } = isFields(requirement) ? requirement : {};
  const list = Array.isArray(values) ? `[]string{${values.map(goValue).join(', ')}}` : '[]string(nil)';
  return `v1.LabelSelectorRequirement{Key:${goValue(key)}, Operator:${goValue(operator)}, Values:${list}}`;
}

const goEntries = (map: Readonly<Record<string, unknown>>): string =>
  Object.entries(map)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${goValue(value)}`)
    .join(', ');
