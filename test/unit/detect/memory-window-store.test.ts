import { makeMemoryWindowStore } from '#shared/detect/memory-window-store.ts';
import { correlatingContract } from '../../support/contracts/correlating.ts';
import { windowStoreContract } from '../../support/contracts/window-store.ts';

const store = makeMemoryWindowStore();
windowStoreContract(() => store);
correlatingContract(() => store);
