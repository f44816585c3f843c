import type { Capability } from '../../api/microsoft.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';

const states: Readonly<Record<Capability['state'], { title: string; tone: Tone }>> = {
  enabled: { title: 'Enabled', tone: 'good' },
  verified: { title: 'Verified', tone: 'good' },
  not_configured: { title: 'Not configured', tone: 'plain' },
  needs_consent: { title: 'Needs consent', tone: 'medium' },
  needs_licence: { title: 'Needs a licence', tone: 'medium' },
  portal_only: { title: 'In the portal only', tone: 'accent' },
  unknown: { title: 'Not known', tone: 'bad' },
};

/** What Defender can do, and how each part really stands as Microsoft tells it. */
export function CapabilityList({ capabilities }: { capabilities: readonly Capability[] }) {
  return (
    <section aria-labelledby="capabilities">
      <h3 id="capabilities">How it stands, as Microsoft tells it</h3>
      <ul class="capabilities">
        {capabilities.map(({ id, title, state, detail, link }) => (
          <li key={id} class="panel" data-capability={id} data-state={state}>
            <div class="section-head">
              <strong>{title}</strong>
              <Badge tone={states[state].tone}>{states[state].title}</Badge>
            </div>
            <p>{detail}</p>
            {link && (
              <p>
                <a href={link} target="_blank" rel="noreferrer">
                  Open it in Microsoft's portal
                </a>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
