import type { Store } from "./store";

/** A statement made once for each open store: for what is asked many times a second. */
export function preparedFor<Statement>(make: (store: Store) => Statement): (store: Store) => Statement {
  const made = new WeakMap<Store, Statement>();
  return (store) => {
    const statement = made.get(store) ?? make(store);
    made.set(store, statement);
    return statement;
  };
}
