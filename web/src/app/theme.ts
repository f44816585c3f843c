import { useState } from 'preact/hooks';

export type Theme = 'light' | 'dark';
/** Also read by `public/theme.js` before the first paint. */
const KEY = 'gatehouse.theme';

function current(): Theme {
  const set = document.documentElement.dataset.theme;
  if (set === 'light' || set === 'dark') return set;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** The theme in use and a switch to the other one, remembered on this machine. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState(current);
  return [
    theme,
    () => {
      const next = theme === 'dark' ? 'light' : 'dark';
      document.documentElement.dataset.theme = next;
      localStorage.setItem(KEY, next);
      setTheme(next);
    },
  ];
}
