import { CloudOff, CloudUpload, Mic } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { useErrorText } from "@/components/problem";
import { Button } from "@/components/ui/button";
import type { DeviceProblem } from "@/lib/media/devices";

import type { Link } from "../engine/room-state";
import type { UploadState } from "../engine/uploader";

/** Short losses mend themselves; only longer ones are worth a word. */
const PATIENCE_MS = 1_500;

interface ConnectionBannerProps {
  link: Link;
  upload: UploadState;
}

export function ConnectionBanner({ link, upload }: ConnectionBannerProps) {
  const { t } = useTranslation("room");
  const troubled = link === "lost" || upload.failing;
  return (
    <div role="status" className="empty:hidden">
      {troubled && (
        <AfterAWhile key={link === "lost" ? "link" : "upload"}>
          <Banner icon={link === "lost" ? <CloudOff aria-hidden /> : <CloudUpload aria-hidden />}>
            {t(link === "lost" ? "banner.lost" : "banner.upload")}
          </Banner>
        </AfterAWhile>
      )}
    </div>
  );
}

function AfterAWhile({ children }: { children: ReactNode }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return due ? children : null;
}

export function MicrophoneBanner({ problem, onRetry }: { problem: DeviceProblem; onRetry: () => void }) {
  const { t } = useTranslation("room");
  return (
    <div role="alert">
      <Banner icon={<Mic aria-hidden />} action={<BannerButton onClick={onRetry}>{t("banner.microphoneRetry")}</BannerButton>}>
        {t(problem === "denied" ? "banner.microphoneDenied" : "banner.microphone")}
      </Banner>
    </div>
  );
}

export function ProblemBanner({ error, onClose }: { error: unknown; onClose: () => void }) {
  const { t } = useTranslation();
  const describe = useErrorText();
  return (
    <div role="alert">
      <Banner icon={<CloudOff aria-hidden />} action={<BannerButton onClick={onClose}>{t("close")}</BannerButton>}>
        {describe(error)}
      </Banner>
    </div>
  );
}

function BannerButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button variant="link" className="shrink-0 text-warning" onClick={onClick}>
      {children}
    </Button>
  );
}

function Banner({ icon, action, children }: { icon: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="bg-warning-soft text-warning">
      <div className="mx-auto flex min-h-12 max-w-4xl items-center gap-3 px-4 py-1.5 text-[0.9375rem] font-medium sm:px-6 [&>svg]:size-5 [&>svg]:shrink-0">
        {icon}
        <p className="grow">{children}</p>
        {action}
      </div>
    </div>
  );
}
