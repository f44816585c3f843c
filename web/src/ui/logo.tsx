/** An open gate. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" class="logo-ground" />
      <path d="M7 26V13a9 9 0 0 1 18 0v13h-5V14a4 4 0 0 0-8 0v12z" class="logo-gate" />
    </svg>
  );
}
