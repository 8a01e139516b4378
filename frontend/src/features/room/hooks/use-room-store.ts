import { useEffect, useState } from "react";

import { putChunk } from "../commands";
import { RoomStore } from "../engine/store";
import { ChunkUploader, type UploadState } from "../engine/uploader";

export interface Recordings {
  readonly store: RoomStore;
  readonly uploader: ChunkUploader;
}

/** The browser's store and its uploader; what an earlier page left behind is sent at once. Null without a store. */
export function useRoomStore(interviewId: string, seated: boolean, onSeatTaken: () => void) {
  const [recordings, setRecordings] = useState<Recordings | null>(null);
  const [upload, setUpload] = useState<UploadState>({ pending: 0, failing: false });
  const [unavailable, setUnavailable] = useState(false);
  useEffect(() => {
    if (!seated) return;
    let ended = false;
    let uploader: ChunkUploader | null = null;
    let store: RoomStore | null = null;
    RoomStore.open().then(
      (opened) => {
        store = opened;
        if (ended) {
          opened.close();
          return;
        }
        uploader = new ChunkUploader({ interviewId, store: opened, put: putChunk, onState: setUpload, onSeatTaken });
        uploader.wake();
        setRecordings({ store: opened, uploader });
      },
      () => setUnavailable(true),
    );
    return () => {
      ended = true;
      uploader?.stop();
      store?.close();
      setRecordings(null);
    };
  }, [interviewId, seated, onSeatTaken]);
  return { recordings, upload, unavailable };
}
