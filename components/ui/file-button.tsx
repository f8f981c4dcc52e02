"use client";

import { useRef, type ReactNode } from "react";
import type { ButtonLook } from "./button-look";
import { Button } from "./button";

interface FileButtonProps extends ButtonLook {
  /** What is chosen, for those who do not see the button. */
  label: string;
  multiple?: boolean;
  /** A whole folder, with all that lies in it. */
  folder?: boolean;
  onFiles: (files: readonly File[]) => void;
  children: ReactNode;
}

/** A button that opens the browser's choice of files. The same file can be chosen again. */
export function FileButton({ label, multiple = false, folder = false, onFiles, children, ...look }: FileButtonProps) {
  const picker = useRef<HTMLInputElement>(null);

  return (
    <>
      <Button {...look} onClick={() => picker.current?.click()}>
        {children}
      </Button>
      <input
        ref={picker}
        {...(folder ? { webkitdirectory: "" } : {})}
        type="file"
        multiple={multiple || folder}
        hidden
        aria-label={label}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
