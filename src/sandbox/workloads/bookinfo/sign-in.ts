/** The dialog in which a visitor signs in; the page's own script opens it. */
export const signIn = `<!-- Sign in dialog -->
<dialog id="dialog" class="border rounded-md shadow-xl">
  <button id="close-dialog" type="button">
    <span class="sr-only">Close</span>
    <svg class="h-5 w-5" viewBox="0 0 20 20" stroke="currentColor" aria-hidden="true"><path d="M4 4l12 12M16 4L4 16"/></svg>
  </button>
  <svg class="h-16" viewBox="0 0 20 20" fill="currentColor"><path d="M5 15 9 8v6zM10 3v11h6z"/></svg>
  <h2 class="mt-5 text-center text-2xl font-bold">Sign in to BookInfo</h2>
  <form class="space-y-6" method="post" action='login' name="login_form">
    <label for="username" class="block text-sm">Username</label>
    <input id="username" name="username" required>
    <label for="password" class="block text-sm">Password</label>
    <input id="password" name="passwd" type="password" required>
    <button type="submit" class="rounded-md bg-blue-600 text-sm font-semibold text-white">Sign in</button>
  </form>
  <p class="mt-10 text-center text-sm text-gray-500">
    Not using Istio yet?
    <a href="https://istio.io" target="_blank" class="font-semibold">Start here</a>
  </p>
</dialog>
<script>
  addEventListener('DOMContentLoaded', () => {
    const dialog = document.getElementById('dialog');
    document.getElementById('sign-in-button')?.addEventListener('click', () => dialog.showModal());
    document.getElementById('close-dialog').addEventListener('click', () => dialog.close());
  });
</script>`;
