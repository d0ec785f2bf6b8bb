import type { Costed } from './costed.ts';
import {
  bytesType,
  dynType,
  listOf,
  opaqueType,
  optionalOf,
  scalarType,
  textType,
  type ValueType,
} from './value-type.ts';

const texts =
  'charAt find format getEscapedPath getHost getHostname getPort getScheme join lowerAscii replace reverse string substring trim upperAscii';

const named: Readonly<Record<string, ValueType>> = {
  ...Object.fromEntries(texts.split(' ').map((name) => [name, textType])),
  bytes: bytesType,
  dyn: dynType,
  findAll: listOf(textType),
  split: listOf(textType),
  getQuery: { ...opaqueType('other'), kind: 'map', element: listOf(textType) },
  url: opaqueType('url'),
  ip: opaqueType('opaque'),
  cidr: opaqueType('opaque'),
  masked: opaqueType('opaque'),
  quantity: opaqueType('opaque'),
  add: opaqueType('opaque'),
  sub: opaqueType('opaque'),
  semver: opaqueType('opaque'),
  type: opaqueType('other'),
  'optional.none': optionalOf(dynType),
  validate: optionalOf(listOf(textType)),
};

/** The type of what a function gives; numbers and booleans where nothing else is known of it. */
export function resultType(name: string, target: Costed | undefined, args: readonly Costed[]): ValueType {
  const inner = target?.type.element;
  switch (name) {
    case 'min':
    case 'max':
    case 'sum':
    case 'value':
    case 'orValue':
      return inner ?? dynType;
    case 'or':
      return target?.type ?? dynType;
    case 'optional.of':
    case 'optional.ofNonZeroValue':
      return optionalOf(args[0]?.type ?? dynType);
    default:
      return (Object.hasOwn(named, name) ? named[name] : undefined) ?? scalarType;
  }
}
