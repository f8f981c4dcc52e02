/** Leads to the first field with an error, once React has shown it. */
export function focusFirstError(form: HTMLFormElement | null): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const field = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
      field?.scrollIntoView({ block: "center" });
      field?.focus({ preventScroll: true });
    }),
  );
}
