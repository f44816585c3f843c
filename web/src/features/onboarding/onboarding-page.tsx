import { PageHead } from '../../ui/page-head.tsx';

export function OnboardingPage() {
  return (
    <>
      <PageHead title="Onboarding" />
      <section class="panel prose" aria-label="Onboarding">
        <p>
          <strong>There is no wizard here yet.</strong> In time this page will lead you through six steps:
          your organisation, your systems, their connections, what to watch, who is told, and a test.
        </p>
        <p>Until then, three steps by hand bring your first events in:</p>
        <ol>
          <li>
            Create a <a href="/sources">source</a> for the system that will push events.
          </li>
          <li>Give it a token. It is shown once, together with a command that sends a first event.</li>
          <li>
            Push. The source's page counts what arrives, and detections show up under{' '}
            <a href="/alerts">alerts</a>.
          </li>
        </ol>
        <p>
          Events go to <code>{location.origin}/v1/ingest/events</code> as JSON, a JSON array or one JSON
          object a line. The whole API is described at{' '}
          <a href="/docs" target="_blank" rel="noreferrer">
            /docs
          </a>
          .
        </p>
      </section>
    </>
  );
}
