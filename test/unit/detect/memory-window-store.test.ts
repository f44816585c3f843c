import { makeMemoryWindowStore } from '#shared/detect/memory-window-store.ts';
import { windowStoreContract } from '../../support/contracts/window-store.ts';

const store = makeMemoryWindowStore();
windowStoreContract(() => store);
