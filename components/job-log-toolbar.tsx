"use client";

import { Download, Pause, Play, Search, Volume2, WrapText } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./ui/button";
import { buttonLook } from "./ui/button-look";

interface JobLogToolbarProps {
  isPaused: boolean;
  canPause: boolean;
  onPause: () => void;
  isSearching: boolean;
  onSearch: () => void;
  wrap: boolean;
  onWrap: () => void;
  isRead: boolean;
  onRead: () => void;
  downloadHref: string;
}

export function JobLogToolbar(props: JobLogToolbarProps) {
  const { isPaused, canPause, onPause, isSearching, onSearch, wrap, onWrap, isRead, onRead, downloadHref } = props;

  return (
    <div role="toolbar" aria-label="Log" className="flex items-center gap-1">
      {canPause && (
        <Tool label={isPaused ? "Go on" : "Pause"} hint="P" pressed={isPaused} onPress={onPause}>
          {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
        </Tool>
      )}
      <Tool label="Search" hint="/" pressed={isSearching} onPress={onSearch}>
        <Search aria-hidden />
      </Tool>
      <Tool label="Break long lines" hint="W" pressed={wrap} onPress={onWrap}>
        <WrapText aria-hidden />
      </Tool>
      <Tool label="Read new lines aloud" pressed={isRead} onPress={onRead}>
        <Volume2 aria-hidden />
      </Tool>
      <a href={downloadHref} download className={buttonLook({ size: "sm", variant: "ghost", className: "w-8 px-0! pointer-coarse:w-10" })} aria-label="Download the whole log" title="Download the whole log">
        <Download aria-hidden />
      </a>
    </div>
  );
}

function Tool({ label, hint, pressed, onPress, children }: { label: string; hint?: string; pressed: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <Button
      size="sm"
      variant="ghost"
      aria-label={label}
      aria-pressed={pressed}
      title={hint ? `${label} (${hint})` : label}
      onClick={onPress}
      className={`w-8 px-0! pointer-coarse:w-10 ${pressed ? "bg-accent-soft text-accent!" : ""}`}
    >
      {children}
    </Button>
  );
}
