package io.sqld.benchmark.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * What Linux knows about a process and everything below it: a PostgreSQL connection is a process of its own.
 *
 * @param pid the root of the tree
 */
record ProcessTree(long pid) {
    /** The kernel reports CPU times in units of 1/100 s to every program, whatever its own tick is. */
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int FIRST_CPU_FIELD = 11;
    private static final Pattern KIBIBYTES = Pattern.compile("(?m)^(Rss|Pss):\\s+(\\d+) kB$");

    /**
     * Memory in bytes.
     *
     * @param resident pages in memory, those shared among the tree's processes counted in each
     * @param proportional the same with a shared page divided among those who share it: what the tree really costs
     */
    record Memory(long resident, long proportional) {}

    /** {@return user and system time of the tree, with that of children that have ended and been waited for} */
    long cpuNanos() {
        return pids().map(ProcessTree::ticks).sum() * NANOS_PER_TICK;
    }

    /** {@return the memory of the tree} */
    Memory memory() {
        long[] sums = new long[2];
        pids().forEach(member -> {
            Matcher matcher = KIBIBYTES.matcher(read(Path.of("/proc", Long.toString(member), "smaps_rollup")));
            while (matcher.find()) {
                sums[matcher.group(1).equals("Rss") ? 0 : 1] += Long.parseLong(matcher.group(2)) * 1024;
            }
        });
        return new Memory(sums[0], sums[1]);
    }

    /** {@return the process of the tree whose command has this name} */
    Optional<Long> named(String command) {
        return pids().filter(member -> read(Path.of("/proc", Long.toString(member), "comm")).strip().equals(command))
                .boxed()
                .findFirst();
    }

    private LongStream pids() {
        LongStream below = ProcessHandle.of(pid)
                .stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid);
        return LongStream.concat(LongStream.of(pid), below);
    }

    /** The command name may hold anything, so fields are counted from the last parenthesis (proc(5)). */
    private static long ticks(long member) {
        String stat = read(Path.of("/proc", Long.toString(member), "stat"));
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long sum = 0;
        for (int i = FIRST_CPU_FIELD; i < FIRST_CPU_FIELD + 4; i++) {
            sum += Long.parseLong(fields[i]);
        }
        return sum;
    }

    /** A process may end at any moment: then there is nothing to read, which is no error. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
