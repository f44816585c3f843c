import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';
import { Logo } from '../ui/logo.tsx';
import { useApp } from './app-context.ts';
import { navFor } from './permissions.ts';
import type { Route } from './router.ts';
import { TenantChooser } from './tenant-chooser.tsx';
import { useTheme } from './theme.ts';
import { UserMenu } from './user-menu.tsx';

/** Which entry of the navigation a page belongs to. */
function sectionOf(route: Route): string {
  if (route.page === 'checklist') return 'onboarding';
  if (route.page === 'source-reading') return 'sources';
  return 'id' in route ? `${route.page}s` : route.page;
}

export function Shell({ route, children }: { route: Route; children: ComponentChildren }) {
  const { me, tenantId } = useApp();
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [route.page, 'id' in route ? route.id : '']);

  return (
    <div class="shell">
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header class="topbar">
        <button
          type="button"
          class="button quiet icon-only nav-toggle"
          aria-expanded={open}
          aria-controls="nav"
          aria-label="Menu"
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'close' : 'menu'} />
        </button>
        <a class="brand" href="/alerts" aria-label="Gatehouse">
          <Logo />
          <span>Gatehouse</span>
        </a>
        <div class="topbar-end">
          {me.role === 'platform_admin' ? (
            <TenantChooser />
          ) : (
            <span class="tenant-name" title="Your organisation">
              {tenantId}
            </span>
          )}
          <ThemeToggle />
          <UserMenu />
        </div>
      </header>
      <nav
        id="nav"
        aria-label="Main"
        class={open ? 'open' : undefined}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      >
        <ul>
          {navFor(me.role, me.tenant_id).map((item) => (
            <li key={item.page}>
              <a href={item.href} aria-current={sectionOf(route) === item.page ? 'page' : undefined}>
                <Icon name={item.icon} />
                {item.title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function ThemeToggle() {
  const [theme, toggle] = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <button
      type="button"
      class="button quiet icon-only"
      aria-label={`Use the ${other} theme`}
      title={`Use the ${other} theme`}
      onClick={toggle}
    >
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </button>
  );
}
