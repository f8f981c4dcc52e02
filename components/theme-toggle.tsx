"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { Button } from "./ui/button";
import { Menu, type MenuItem } from "./ui/menu";
import { readTheme } from "./theme";
import { useTheme } from "./theme-choice";

const options = [
  { value: "system", label: "As the device", icon: <Monitor aria-hidden /> },
  { value: "light", label: "Light", icon: <Sun aria-hidden /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
];

/** The choice of theme as a part of a menu. */
export function useThemeMenuItem(): MenuItem {
  const [theme, choose] = useTheme();
  return { kind: "choice", label: "Appearance", value: theme, options, onChoose: (value) => choose(readTheme(value)) };
}

export function ThemeToggle() {
  const item = useThemeMenuItem();

  return (
    <Menu
      items={[item]}
      trigger={
        <Button variant="ghost" className="w-10 px-0!" aria-label="Appearance">
          <Sun aria-hidden className="dark:hidden" />
          <Moon aria-hidden className="hidden dark:block" />
        </Button>
      }
    />
  );
}
