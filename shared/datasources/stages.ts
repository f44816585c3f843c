import type { SourceTest, TestStage } from '#shared/schema/validation.ts';

export const openStages = (...names: readonly TestStage['stage'][]): TestStage[] =>
  names.map((stage) => ({ stage, state: 'pending', at: null, detail: null }));

/** The test with one stage as it is now; a stage that is over keeps its time. */
export function markStage(
  test: SourceTest,
  stage: TestStage['stage'],
  state: TestStage['state'],
  at: string,
  detail: string | null,
): SourceTest {
  const stages = test.stages.map((one) =>
    one.stage === stage && one.state === 'pending' ? { ...one, state, at, detail } : one,
  );
  return { ...test, stages };
}

export const ended = (test: SourceTest, now: Date, reason: string, fix: string): SourceTest => ({
  ...test,
  state: 'failed',
  ended_at: now.toISOString(),
  reason,
  fix,
});
