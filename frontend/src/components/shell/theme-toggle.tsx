import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";
import { chooseTheme, storedTheme, THEMES } from "@/lib/theme";

const ICONS = { system: Monitor, light: Sun, dark: Moon };

export function ThemeToggle() {
  const { t } = useTranslation();
  const [theme, setTheme] = useState(storedTheme);
  const Icon = ICONS[theme];
  const label = t(`theme.${theme}`);
  return (
    <Tooltip content={label}>
      <Button
        variant="ghost"
        size="icon"
        aria-label={label}
        onClick={() => {
          const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
          chooseTheme(next);
          setTheme(next);
        }}
      >
        <Icon aria-hidden />
      </Button>
    </Tooltip>
  );
}
