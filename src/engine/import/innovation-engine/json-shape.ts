type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** JSON of the same keys with `"..."`, which is any value, for all its values, as lines; undefined when it is none. */
export function shapeOf(text: string): readonly string[] | undefined {
  try {
    const value = JSON.parse(text) as Json;
    if (typeof value !== 'object' || value === null) return undefined;
    return JSON.stringify(shaped(value), undefined, 2).split('\n');
  } catch {
    return undefined;
  }
}

/** Of a list only that it is one: what it has, and how much, differs. */
function shaped(value: Json): Json {
  if (Array.isArray(value)) return ['...'];
  if (typeof value !== 'object' || value === null) return '...';
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shaped(each as Json)]));
}
