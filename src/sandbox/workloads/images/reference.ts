/** A container image's name, taken apart. `repository` is without its registry: `istio/examples-bookinfo-details-v1`. */
export type ImageName = {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest?: string;
};

const dockerHub = 'docker.io';

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
  let registry = dockerHub;
  if (components.length && /[.:]|^localhost$/.test(first)) registry = components.shift() ?? '';
  if (registry === 'index.docker.io') registry = dockerHub;
  if (registry === dockerHub && components.length === 0) components.push('library');
  return { registry, repository: [...components, base].join('/'), tag, ...(digest ? { digest } : {}) };
}

/** As containerd names it: `docker.io/library/nginx:1.27`. */
export function fullName({ registry, repository, tag, digest }: ImageName): string {
  return `${registry}/${repository}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const host =
  '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::\\d+)?';
const digestForm = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const form = new RegExp(
  `^(?:${host}/)?${component}(?:/${component})*(?::[\\w][\\w.-]{0,127})?(?:@${digestForm})?$`,
);

/**
 * Why a text can't be an image's name; undefined when it can.
 * @see https://github.com/distribution/reference
 */
export function whyNoReference(image: string): string | undefined {
  if (form.test(image)) return undefined;
  const { repository } = parseImageName(image);
  if (/[A-Z]/.test(repository) && form.test(image.toLowerCase()))
    return `invalid reference format: repository name (${repository}) must be lowercase`;
  return 'invalid reference format';
}
