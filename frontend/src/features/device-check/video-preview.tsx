import { useEffect, useRef } from "react";

interface VideoPreviewProps {
  stream: MediaStream;
  label: string;
}

export function VideoPreview({ stream, label }: VideoPreviewProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <video
      ref={video}
      aria-label={label}
      autoPlay
      muted
      playsInline
      className="aspect-4/3 w-full max-w-sm -scale-x-100 rounded-md bg-sunken object-cover"
    />
  );
}
