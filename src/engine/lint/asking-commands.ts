/** Whether a command asks, by its words. */
type Asks = (args: readonly string[]) => boolean;

/** One that asks with these first words, unless one of its words has a form. */
const unless =
  (words: readonly string[], form: RegExp): Asks =>
  (args) =>
    words.every((word, index) => args[index] === word) && !args.some((arg) => form.test(arg));

const help = /^(?:-h|--help)$/;
const assumesYes =
  /^(?:-y|--yes|--assume-yes|-\w*y\w*|-qq|-s|--simulate|--dry-run|-d|--download-only|-h|--help)$/;
const approved = /^-{1,2}(?:auto-approve|help|h)(?:=true)?$/;

/** Commands that ask a person when they aren't told not to. @see the manual of each */
const asking: Readonly<Record<string, readonly Asks[]>> = {
  apt: [unless(['install'], assumesYes), unless(['remove'], assumesYes), unless(['upgrade'], assumesYes)],
  'apt-get': [
    unless(['install'], assumesYes),
    unless(['remove'], assumesYes),
    unless(['upgrade'], assumesYes),
  ],
  aws: [(args) => args.join(' ') === 'configure', unless(['sso', 'login'], help)],
  az: [unless(['login'], /^(?:--service-principal|--identity|-i|--federated-token|-h|--help)/)],
  docker: [unless(['login'], /^(?:-p|--password|--password-stdin|--password=.*|-h|--help)$/)],
  gcloud: [unless(['auth', 'login'], /^(?:--cred-file|--no-launch-browser|--help)/), unless(['init'], help)],
  gh: [unless(['auth', 'login'], /^(?:--with-token|-h|--help)$/)],
  npm: [(args) => args.join(' ') === 'init'],
  passwd: [(args) => !args.some((arg) => /^(?:-[delSu]|--\w+)/.test(arg))],
  podman: [unless(['login'], /^(?:-p|--password|--password-stdin|--password=.*|-h|--help)$/)],
  pulumi: [unless(['up'], /^(?:-y|--yes|-h|--help)$/), unless(['destroy'], /^(?:-y|--yes|-h|--help)$/)],
  read: [() => true],
  rm: [
    (args) => args.some((arg) => /^(?:-[a-zA-Z]*[iI][a-zA-Z]*|--interactive(?:=always|=once)?)$/.test(arg)),
  ],
  'ssh-copy-id': [() => true],
  'ssh-keygen': [(args) => !args.some((arg) => /^-(?:[ABDFGHIKLMQRYehiklrsyN]|t\w*N).*$/.test(arg))],
  sudo: [(args) => args[0] === '-v' || args[0] === '--validate'],
  terraform: [(args) => asksBeforeChanges(args)],
  tofu: [(args) => asksBeforeChanges(args)],
};

/** `apply` of a plan that was saved doesn't ask. */
function asksBeforeChanges([verb, ...rest]: readonly string[]): boolean {
  if (verb !== 'apply' && verb !== 'destroy') return false;
  const saved = verb === 'apply' && rest.some((arg) => !arg.startsWith('-'));
  return !saved && !rest.some((arg) => approved.test(arg));
}

/** Whether a command asks a person for an answer that its words don't give. */
export function asksForAnswer(name: string, args: readonly string[]): boolean {
  const kinds = Object.hasOwn(asking, name) ? asking[name] : undefined;
  return kinds?.some((asks) => asks(args)) ?? false;
}
