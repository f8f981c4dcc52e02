export const overlayLook = "fixed inset-0 z-50 bg-black/45 backdrop-blur-[2px] animate-fade";

export const panelLook = [
  "fixed z-50 flex flex-col border-line bg-raised text-ink shadow-raised animate-rise focus:outline-none",
  "inset-x-0 bottom-0 max-h-[92dvh] rounded-t-2xl border-t pb-[env(safe-area-inset-bottom)]",
  "sm:inset-auto sm:top-1/2 sm:left-1/2 sm:max-h-[85dvh] sm:w-[calc(100vw-3rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-2xl sm:border sm:pb-0",
].join(" ");
