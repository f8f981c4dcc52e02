"use client";

import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { Toaster } from "sonner";
import { useTheme } from "./theme-choice";

const icons = {
  success: <CircleCheck className="size-4.5 text-good" />,
  error: <CircleAlert className="size-4.5 text-bad" />,
  warning: <TriangleAlert className="size-4.5 text-warn" />,
  info: <Info className="size-4.5 text-info" />,
};

export function ThemeToaster() {
  const [theme] = useTheme();

  return (
    <Toaster
      theme={theme}
      position="bottom-right"
      offset={20}
      mobileOffset={{ bottom: "calc(5rem + env(safe-area-inset-bottom))" }}
      icons={icons}
      toastOptions={{
        style: {
          background: "var(--raised)",
          color: "var(--ink)",
          borderColor: "var(--line)",
          fontFamily: "inherit",
          fontSize: "0.875rem",
        },
        classNames: { description: "text-ink-soft!" },
      }}
    />
  );
}
