package io.sqld.storage.mvsqlite;

import io.sqld.sqlite.ResultCode;
import io.sqld.sqlite.VfsArgument;
import java.util.Locale;
import java.util.Set;

/** PRAGMAs that would take away what a transaction relies on, and those that tell about it. */
final class Pragmas {
    private static final Set<String> JOURNAL_MODES = Set.of("delete", "truncate", "persist", "memory");

    private Pragmas() {}

    static int answer(VfsArgument argument, DatabaseFile file) {
        var value = argument.pragmaValue().toLowerCase(Locale.ROOT);
        return switch (argument.pragma().toLowerCase(Locale.ROOT)) {
            case "sqld_version" -> {
                argument.answer(file.version().toString());
                yield ResultCode.OK;
            }
            case "journal_mode" -> argument.pragmaHasValue() && !JOURNAL_MODES.contains(value)
                    ? refuse(argument, "journal_mode = " + value + " is not possible on mvsqlite: a statement could not"
                            + " be rolled back, or the pages not be found; use delete or memory")
                    : ResultCode.NOTFOUND;
            case "locking_mode" -> value.equals("exclusive")
                    ? refuse(argument,
                            "locking_mode = exclusive is not possible on mvsqlite: the connection would never"
                                    + " see what others commit")
                    : ResultCode.NOTFOUND;
            case "synchronous" -> value.equals("off") || value.equals("0")
                    ? refuse(argument,
                            "synchronous = off is not possible on mvsqlite: transactions over several databases"
                                    + " would not be atomic")
                    : ResultCode.NOTFOUND;
            case "page_size" -> argument.pragmaHasValue() && !file.empty()
                    ? refuse(argument, "the page size of a database on mvsqlite is fixed by its first write")
                    : ResultCode.NOTFOUND;
            default -> ResultCode.NOTFOUND;
        };
    }

    private static int refuse(VfsArgument argument, String why) {
        argument.answer(why);
        return ResultCode.ERROR;
    }
}
