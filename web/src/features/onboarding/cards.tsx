import { Icon, type IconName } from '../../ui/icon.tsx';

type Option = { value: string; title: string; text: string; icon?: IconName };

type Props = {
  legend: string;
  name: string;
  options: readonly Option[];
  value: string | null;
  large?: boolean;
  onChange(value: string): void;
};

/** One choice among few, each as a card: radio buttons for keyboard and screen reader. */
export function Cards({ legend, name, options, value, large = false, onChange }: Props) {
  return (
    <fieldset class={large ? 'cards cards-large' : 'cards'}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} class={option.value === value ? 'card chosen' : 'card'}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            aria-labelledby={`${name}-${option.value}-title`}
            aria-describedby={`${name}-${option.value}-text`}
            onChange={() => onChange(option.value)}
          />
          {option.icon && <Icon name={option.icon} />}
          <span class="card-title" id={`${name}-${option.value}-title`}>
            {option.title}
          </span>
          <span class="card-text" id={`${name}-${option.value}-text`}>
            {option.text}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
