const short: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** Ways in which a volume may be used, in the order in which kubectl prints them. */
const order = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

/** The modes in the order of their names, as errors list them. */
export const accessModes: readonly string[] = order.toSorted();

/** `RWO,ROX` */
export const printAccessModes = (modes: readonly unknown[]): string =>
  order
    .filter((mode) => modes.includes(mode))
    .map((mode) => short[mode])
    .join(',');
