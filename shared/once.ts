/** A value that is made when it is first asked for, and kept: how functions wire their ports without work at import. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
