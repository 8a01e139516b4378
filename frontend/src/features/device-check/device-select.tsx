import { useQuery } from "@tanstack/react-query";

import { Select } from "@/components/ui/select";
import { listDevices } from "@/lib/media/devices";

interface DeviceSelectProps {
  kind: "audioinput" | "videoinput";
  label: string;
  /** The open stream: names are known only once access was given. */
  stream: MediaStream;
  value: string | null;
  onChange: (deviceId: string) => void;
}

/** Choose among several devices; nothing is shown where there is no choice. */
export function DeviceSelect({ kind, label, stream, value, onChange }: DeviceSelectProps) {
  const devices = useQuery({ queryKey: ["devices", kind, stream.id], queryFn: () => listDevices(kind), gcTime: 0 });
  const options = (devices.data ?? []).map((device, index) => ({
    value: device.deviceId,
    label: device.label || `${label} ${index + 1}`,
  }));
  if (options.length < 2) return null;
  const current = value ?? stream.getTracks()[0]?.getSettings().deviceId ?? "";
  return <Select label={label} value={current} options={options} onValueChange={onChange} />;
}
