import { Video } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";

import { CheckCard } from "./check-card";
import { DeviceSelect } from "./device-select";
import type { useCameraCheck } from "./use-camera-check";
import { VideoPreview } from "./video-preview";

export function CameraCard({ camera }: { camera: ReturnType<typeof useCameraCheck> }) {
  const { t } = useTranslation("device");
  const { check, stream, deviceId, start, decline } = camera;
  return (
    <CheckCard icon={Video} title={t("camera.title")} text={t("camera.text")} check={check} optional>
      {stream ? (
        <div className="grid gap-3">
          <VideoPreview stream={stream} label={t("camera.preview")} />
          <DeviceSelect
            kind="videoinput"
            label={t("camera.title")}
            stream={stream}
            value={deviceId}
            onChange={(id) => void start(id)}
          />
          <Button variant="ghost" className="justify-self-start" onClick={decline}>
            {t("camera.without")}
          </Button>
        </div>
      ) : (
        <Button variant="soft" className="justify-self-start" busy={check.state === "running"} onClick={() => void start()}>
          {t(check.state === "failed" ? "again" : "camera.start")}
        </Button>
      )}
    </CheckCard>
  );
}
