/**
 * Stands for `@pagefind/default-ui`, of which Starlight makes an instance on every page: three times the weight of all
 * other scripts, for something that few readers open. This one fetches it when search is opened or about to be.
 */
export class PagefindUI {
  constructor(options: Readonly<Record<string, unknown>>) {
    const search = document.querySelector('site-search');
    const dialog = search?.querySelector('dialog');
    if (!search || !dialog) return;
    let asked = false;
    const load = async () => {
      if (asked) return;
      asked = true;
      // @ts-expect-error: the package has no types.
      const real = await import('@pagefind/default-ui/npm_dist/mjs/ui-core.mjs');
      new real.PagefindUI(options);
      if (dialog.open) dialog.querySelector('input')?.focus();
    };
    for (const event of ['pointerenter', 'focusin']) search.firstElementChild?.addEventListener(event, load);
    new MutationObserver(load).observe(dialog, { attributeFilter: ['open'] });
    if (dialog.open) load();
  }
}
