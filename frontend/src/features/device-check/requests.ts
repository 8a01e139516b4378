import { http } from "@/api/http";
import type { DeviceCheck } from "@/api/types";

export function saveDeviceCheck(interviewId: string, check: DeviceCheck): Promise<unknown> {
  return http.post(`/interviews/${interviewId}/device-check`, check);
}
