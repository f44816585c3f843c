import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { useApp } from './app-context.ts';
import { roleTitles } from './permissions.ts';

export function UserMenu() {
  const { me, config, signOut } = useApp();
  return (
    <Menu
      name={`Account: ${me.email}`}
      label={
        <>
          <Icon name="user" />
          <span class="user-mail">{me.email}</span>
          <Icon name="chevron" />
        </>
      }
    >
      <p class="menu-facts">
        <strong>{me.email}</strong>
        <span>{roleTitles[me.role]}</span>
        <span class="muted">
          {config.stage} · {config.region}
        </span>
      </p>
      <button type="button" class="button wide" onClick={signOut}>
        Sign out
      </button>
    </Menu>
  );
}
