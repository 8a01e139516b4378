import { MonitorSmartphone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

interface SeatViewProps {
  onTake: () => Promise<void>;
}

/** Another tab or device has the interview. One press brings it here. */
export function SeatView({ onTake }: SeatViewProps) {
  const { t } = useTranslation("room");
  const [busy, setBusy] = useState(false);
  return (
    <div className="m-auto w-full max-w-xl">
      <h1 className="sr-only">{t("seat.title")}</h1>
      <EmptyState
        icon={MonitorSmartphone}
        title={t("seat.title")}
        text={t("seat.text")}
        action={
          <Button
            size="lg"
            busy={busy}
            onClick={() => {
              setBusy(true);
              void onTake().finally(() => setBusy(false));
            }}
          >
            {t("seat.take")}
          </Button>
        }
      />
    </div>
  );
}
