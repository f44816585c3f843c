import { useEffect, useState } from 'preact/hooks';

type Props = { label: string; value: string; placeholder: string; onSearch(text: string): void };

/** Long enough not to ask at every letter, short enough not to be waited for. */
const PAUSE_MS = 350;

export function SearchBox({ label, value, placeholder, onSearch }: Props) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onSearch(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label class="filter filter-text">
      <span>{label}</span>
      <input
        type="search"
        value={text}
        maxLength={200}
        placeholder={placeholder}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </label>
  );
}
