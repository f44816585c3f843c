import { MAPPING_KEYS } from '#shared/connectors/generic/mapping-keys.ts';
import { type Adaptation, decideAdaptation } from '../../api/adaptations.ts';
import { useApp } from '../../app/app-context.ts';
import { DialogForm, textOf } from '../../ui/dialog-form.tsx';
import { Field } from '../../ui/field.tsx';
import { useAction } from '../../ui/use-action.ts';
import { SampleList } from './sample-list.tsx';

type Props = {
  sourceId: string;
  item: Adaptation;
  onDone(): void;
  onClose(): void;
};

/** Says where a field goes: the proposed key, or another one. */
export function AcceptAdaptation({ sourceId, item, onDone, onClose }: Props) {
  const { api } = useApp();
  const accept = useAction(async (form: FormData) => {
    await decideAdaptation(api, sourceId, item, 'accept', textOf(form, 'key'));
    onDone();
  });
  return (
    <DialogForm
      title={`Where does ${item.field} go?`}
      submit="Accept"
      action={accept}
      onClose={onClose}
      reload={onDone}
    >
      <SampleList samples={item.samples} />
      <Field
        label="Canonical key"
        hint="A key such as source.ip, timestamp, or labels.<name> for what has no place."
      >
        <input
          name="key"
          required
          maxLength={100}
          list="canonical-keys"
          defaultValue={item.key ?? item.proposed_key ?? ''}
          autocomplete="off"
          spellcheck={false}
        />
      </Field>
      <datalist id="canonical-keys">
        {MAPPING_KEYS.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      <p class="muted">
        It holds for events that arrive from now on. What is kept already changes when you replay it.
      </p>
    </DialogForm>
  );
}
