/** A container image's name, taken apart. `repository` is without its registry: `istio/examples-bookinfo-details-v1`. */
export type ImageName = { readonly repository: string; readonly tag: string };

/**
 * Reads an image name as container runtimes do: a first component with a dot, a colon or `localhost` is the
 * registry; a name without a slash is Docker's `library/`.
 */
export function parseImageName(image: string): ImageName {
  const [name = '', digest] = image.split('@');
  const components = name.split('/');
  const last = components.pop() ?? '';
  const [base = '', tag = digest ? '' : 'latest'] = last.split(':');
  const [first = ''] = components;
  if (components.length && /[.:]|^localhost$/.test(first)) components.shift();
  else if (components.length === 0) components.push('library');
  return { repository: [...components, base].join('/'), tag };
}
