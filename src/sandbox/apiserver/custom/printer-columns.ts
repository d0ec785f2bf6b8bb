import { dateAgeColumn, nameColumn } from '../columns.ts';
import { timeSince } from '../human-duration.ts';
import type { Column } from '../kind.ts';
import type { PrinterColumn } from './definition.ts';
import { readPath } from './json-path.ts';

/**
 * The columns that a version's `additionalPrinterColumns` ask for, after the name; the age when there are none.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#additional-printer-columns
 */
export const printerColumns = (columns: readonly PrinterColumn[] | undefined): readonly Column[] =>
  columns === undefined ? [nameColumn, dateAgeColumn] : [nameColumn, ...columns.map(columnOf)];

function columnOf({ name, type, jsonPath, format, description, priority = 0 }: PrinterColumn): Column {
  const read = readPath(jsonPath);
  const columnType = isColumnType(type) ? type : 'string';
  return {
    name,
    type: columnType,
    ...(format ? { format } : {}),
    ...(description ? { description } : {}),
    wide: priority > 0,
    cell: (object, now) => cellOf(columnType, read(object)[0], now),
  };
}

const isColumnType = (type: string): type is Column['type'] =>
  ['string', 'integer', 'number', 'boolean', 'date'].includes(type);

/** Values that don't have the column's type stay blank, as on a real server. */
function cellOf(type: Column['type'], value: unknown, now: Date): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'string':
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      if (typeof value !== 'string') return null;
      return Number.isNaN(Date.parse(value)) ? '<invalid>' : timeSince(value, now);
  }
}
