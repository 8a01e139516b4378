import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { LogOut } from "lucide-react";
import { useTranslation } from "react-i18next";

import { http } from "@/api/http";
import { forgetSession } from "@/api/session";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";

export function SignOutButton() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const cache = useQueryClient();
  async function signOut(): Promise<void> {
    // The local session ends even when the server cannot be told.
    await http.post("/auth/logout").catch(() => undefined);
    forgetSession();
    cache.clear();
    await navigate({ to: "/login" });
  }
  return (
    <Tooltip content={t("signOut")}>
      <Button variant="ghost" size="icon" aria-label={t("signOut")} onClick={() => void signOut()}>
        <LogOut aria-hidden />
      </Button>
    </Tooltip>
  );
}
