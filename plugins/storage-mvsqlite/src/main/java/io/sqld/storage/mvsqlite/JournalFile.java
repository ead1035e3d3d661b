package io.sqld.storage.mvsqlite;

import io.sqld.sqlite.LockLevel;
import io.sqld.sqlite.ResultCode;
import io.sqld.sqlite.VfsArgument;
import io.sqld.sqlite.VfsException;
import io.sqld.sqlite.VfsFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** A journal, in memory: it is for rolling back, and nobody needs it after a crash. */
final class JournalFile implements VfsFile {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final List<byte[]> chunks = new ArrayList<>();
    private final long bytesMax;
    private long length;

    JournalFile(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public int read(MemorySegment memory, long address, int bytes, long offset) {
        int count = (int) Math.max(0, Math.min(bytes, length - offset));
        for (int done = 0; done < count;) {
            int at = (int) ((offset + done) % CHUNK_BYTES);
            int part = Math.min(count - done, CHUNK_BYTES - at);
            MemorySegment.copy(chunk(offset + done), at, memory, ValueLayout.JAVA_BYTE, address + done, part);
            done += part;
        }
        return count;
    }

    @Override
    public void write(MemorySegment memory, long address, int bytes, long offset) {
        if (offset + bytes > bytesMax) {
            throw new VfsException(ResultCode.FULL, "the journal grows beyond mvsqlite.transaction-bytes-max = "
                    + bytesMax);
        }
        for (int done = 0; done < bytes;) {
            int at = (int) ((offset + done) % CHUNK_BYTES);
            int part = Math.min(bytes - done, CHUNK_BYTES - at);
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, address + done, chunk(offset + done), at, part);
            done += part;
        }
        length = Math.max(length, offset + bytes);
    }

    private byte[] chunk(long offset) {
        int index = (int) (offset / CHUNK_BYTES);
        while (chunks.size() <= index) {
            chunks.add(new byte[CHUNK_BYTES]);
        }
        return chunks.get(index);
    }

    @Override
    public void truncate(long bytes) {
        length = Math.min(length, bytes);
        int kept = (int) ((length + CHUNK_BYTES - 1) / CHUNK_BYTES);
        chunks.subList(Math.min(kept, chunks.size()), chunks.size()).clear();
    }

    @Override
    public void sync() {
        // nobody reads it after a crash
    }

    @Override
    public long size() {
        return length;
    }

    @Override
    public int lock(LockLevel level) {
        return ResultCode.OK;
    }

    @Override
    public int unlock(LockLevel level) {
        return ResultCode.OK;
    }

    @Override
    public boolean reserved() {
        return false;
    }

    @Override
    public int control(int operation, VfsArgument argument) {
        return ResultCode.NOTFOUND;
    }

    @Override
    public int sectorBytes() {
        return 4096;
    }

    @Override
    public int characteristics() {
        return 0;
    }

    @Override
    public void close() {
        // A journal that is kept (PERSIST) is found again by its name.
    }
}
