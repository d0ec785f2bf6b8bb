/** The look that SGR sequences have set so far; a value is the parameter that set it. */
export type Look = Readonly<Partial<Record<Aspect, string>>>;

type Aspect = 'bold' | 'faint' | 'italic' | 'underline' | 'inverse' | 'struck' | 'ink' | 'ground';

/** Parameters that switch one aspect on, by ECMA-48; blinking and hidden text are left out. */
const switches: Readonly<Record<string, Aspect>> = {
  1: 'bold',
  2: 'faint',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'struck',
};

const offs: Readonly<Record<string, readonly Aspect[]>> = {
  22: ['bold', 'faint'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['struck'],
  39: ['ink'],
  49: ['ground'],
};

/** The look after one SGR sequence, given its parameters: `1;38;5;202`. */
export function afterSgr(look: Look, parameters: string): Look {
  let now = look;
  const left = parameters.split(';');
  while (left.length > 0) {
    const [first = ''] = left.splice(0, 1);
    now = afterOne(now, first, left);
  }
  return now;
}

/** As parameters of one sequence; empty when there is nothing to set. */
export function styleOf(look: Look): string {
  return Object.values(look).join(';');
}

function afterOne(look: Look, parameter: string, left: string[]): Look {
  if (/^0*$/.test(parameter)) return {};
  const aspect = switches[parameter.split(':')[0] ?? ''];
  if (aspect !== undefined) return { ...look, [aspect]: parameter.split(':')[0] };
  const off = offs[parameter];
  if (off !== undefined) return without(look, off);
  if (/^[39][0-7]$/.test(parameter)) return { ...look, ink: parameter };
  if (/^(?:4|10)[0-7]$/.test(parameter)) return { ...look, ground: parameter };
  const extended = extendedColour(parameter, left);
  return extended === undefined ? look : { ...look, ...extended };
}

/** `38;5;N` and `38;2;R;G;B`, also with colons; what belongs to it is taken from the parameters left. */
function extendedColour(parameter: string, left: string[]): Look | undefined {
  const parts = parameter.split(':');
  const aspect = parts[0] === '38' ? 'ink' : parts[0] === '48' ? 'ground' : undefined;
  if (aspect === undefined) return undefined;
  const given = parts.length > 1 ? parts.slice(1).filter((part) => part !== '') : left;
  const taken = given.splice(0, given[0] === '5' ? 2 : given[0] === '2' ? 4 : 0);
  const whole = taken.every((part) => /^\d{1,3}$/.test(part)) && (taken.length === 2 || taken.length === 4);
  return whole ? { [aspect]: [parts[0], ...taken].join(';') } : undefined;
}

function without(look: Look, aspects: readonly Aspect[]): Look {
  return Object.fromEntries(
    Object.entries(look).filter(([key]) => !aspects.some((aspect) => aspect === key)),
  );
}
