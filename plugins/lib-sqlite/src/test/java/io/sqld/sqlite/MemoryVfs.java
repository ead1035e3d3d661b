package io.sqld.sqlite;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files in memory, for one connection after the other. It records what it is asked, and throws when told to. */
final class MemoryVfs implements Vfs {
    final Map<String, Content> contents = new HashMap<>();
    final List<String> asked = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    @Nullable RuntimeException onWrite;
    int onSyncControl = ResultCode.NOTFOUND;

    static final class Content {
        byte[] bytes = new byte[0];
        int length;

        void resize(int newLength) {
            if (newLength > bytes.length) {
                bytes = Arrays.copyOf(bytes, newLength * 2);
            }
            Arrays.fill(bytes, Math.min(length, newLength), Math.max(length, newLength), (byte) 0);
            length = newLength;
        }
    }

    @Override
    public VfsFile open(String name, FileType type, int flags) {
        asked.add("open " + type);
        if ((flags & OpenFlag.CREATE) == 0 && !contents.containsKey(name)) {
            throw new VfsException(ResultCode.CANTOPEN, name);
        }
        return new File(contents.computeIfAbsent(name, n -> new Content()), type,
                (flags & OpenFlag.READONLY) != 0 || name.endsWith(".fixed"));
    }

    @Override
    public void delete(String name) {
        asked.add("delete");
        if (contents.remove(name) == null) {
            throw new VfsException(ResultCode.IOERR_DELETE_NOENT, name);
        }
    }

    @Override
    public boolean exists(String name) {
        return contents.containsKey(name);
    }

    @Override
    public String fullName(String name) {
        return "/" + name;
    }

    @Override
    public void failed(String operation, Throwable cause) {
        failures.add(cause);
    }

    private final class File implements VfsFile {
        private final Content content;
        private final FileType type;
        private final boolean readOnly;
        private LockLevel lock = LockLevel.NONE;

        File(Content content, FileType type, boolean readOnly) {
            this.content = content;
            this.type = type;
            this.readOnly = readOnly;
        }

        @Override
        public boolean readOnly() {
            return readOnly;
        }

        @Override
        public int read(MemorySegment memory, long address, int bytes, long offset) {
            int count = (int) Math.max(0, Math.min(bytes, content.length - offset));
            if (count > 0) {
                MemorySegment.copy(content.bytes, (int) offset, memory, ValueLayout.JAVA_BYTE, address, count);
            }
            return count;
        }

        @Override
        public void write(MemorySegment memory, long address, int bytes, long offset) {
            asked.add("write " + type);
            if (onWrite != null) {
                throw onWrite;
            }
            content.resize((int) Math.max(content.length, offset + bytes));
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, address, content.bytes, (int) offset, bytes);
        }

        @Override
        public void truncate(long bytes) {
            asked.add("truncate " + type);
            content.resize((int) bytes);
        }

        @Override
        public void sync() {
            asked.add("sync " + type);
        }

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public int lock(LockLevel level) {
            asked.add("lock " + level);
            lock = level;
            return ResultCode.OK;
        }

        @Override
        public int unlock(LockLevel level) {
            asked.add("unlock " + level);
            lock = level;
            return ResultCode.OK;
        }

        @Override
        public boolean reserved() {
            return lock.compareTo(LockLevel.RESERVED) >= 0;
        }

        @Override
        public int control(int operation, VfsArgument argument) {
            return switch (operation) {
                case FileControl.SYNC -> {
                    asked.add("control SYNC " + argument.string());
                    yield onSyncControl;
                }
                case FileControl.COMMIT_PHASETWO -> {
                    asked.add("control COMMIT_PHASETWO");
                    yield ResultCode.NOTFOUND;
                }
                case FileControl.PRAGMA -> pragma(argument);
                default -> ResultCode.NOTFOUND;
            };
        }

        private int pragma(VfsArgument argument) {
            return switch (argument.pragma()) {
                case "greeting" -> {
                    argument.answer("hello " + (argument.pragmaHasValue() ? argument.pragmaValue() : "nobody"));
                    yield ResultCode.OK;
                }
                case "refused" -> {
                    argument.answer("never");
                    yield ResultCode.ERROR;
                }
                default -> ResultCode.NOTFOUND;
            };
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
            asked.add("close " + type);
        }
    }
}
