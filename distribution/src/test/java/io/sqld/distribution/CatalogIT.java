package io.sqld.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.testkit.ServerProcess;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that read the schema through PostgreSQL's catalogs. */
class CatalogIT {
    private static final String SCHEMA = """
            CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(80) NOT NULL, born DATE,
                rating NUMERIC(4,2) DEFAULT 0.00, active BOOLEAN NOT NULL DEFAULT TRUE, UNIQUE (name, born));
            CREATE TABLE book (isbn TEXT PRIMARY KEY, title TEXT NOT NULL CHECK (length(title) > 0),
                author_id INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE, price DOUBLE DEFAULT 1.5)
                WITHOUT ROWID;
            CREATE INDEX book_title ON book (title, price DESC);
            CREATE VIEW expensive AS SELECT title, price FROM book WHERE price > 100;
            """;
    private static final Set<String> OF_A_TABLE = Set.of("getPrimaryKeys", "getIndexInfo", "getImportedKeys",
            "getExportedKeys", "getBestRowIdentifier", "getVersionColumns", "getColumnPrivileges");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test
    Path directory;

    private ServerProcess serve() {
        Path file = directory.resolve("catalog.db");
        ExistingDatabase.ask(file, SCHEMA);
        return Tree.BUILT.serve(directory, file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&preferQueryMode=simple", "&binaryTransfer=true&prepareThreshold=-1"})
    @NeedsProgram("sqlite3")
    void everyMethodOfPgjdbcsMetadataAnswers(String mode) throws Exception {
        try (ServerProcess server = serve();
                Connection connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:"
                        + Tree.pgPort(server) + "/default?user=test" + mode)) {
            DatabaseMetaData metadata = connection.getMetaData();
            var failures = new ArrayList<String>();
            int answers = 0;
            for (Method method : DatabaseMetaData.class.getMethods()) {
                if (method.getParameterCount() == 0 || method.getReturnType() == ResultSet.class) {
                    answers += call(metadata, method, failures) ? 1 : 0;
                }
            }
            assertThat(failures).isEmpty();
            assertThat(answers).isGreaterThan(150);
            assertThat(column(metadata.getTables(null, "public", "%", new String[] {"TABLE", "VIEW"}), "TABLE_NAME"))
                    .containsExactly("author", "book", "expensive");
            assertThat(column(metadata.getColumns(null, "public", "author", "%"), "TYPE_NAME"))
                    .containsExactly("int8", "varchar", "date", "numeric", "bool");
            assertThat(column(metadata.getColumns(null, "public", "author", "%"), "IS_AUTOINCREMENT"))
                    .containsExactly("YES", "NO", "NO", "NO", "NO");
            assertThat(column(metadata.getPrimaryKeys(null, "public", "book"), "COLUMN_NAME")).containsExactly("isbn");
            assertThat(column(metadata.getImportedKeys(null, "public", "book"), "FK_NAME"))
                    .containsExactly("book_author_id_fkey");
            assertThat(column(metadata.getIndexInfo(null, "public", "book", false, false), "ASC_OR_DESC"))
                    .containsExactly("A", "A", "D");
        }
    }

    /** {@return whether it answered, rather than say that the driver has no such thing} */
    private static boolean call(DatabaseMetaData metadata, Method method, List<String> failures)
            throws SQLException, IllegalAccessException {
        var arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = method.getParameterTypes()[i];
            if (type == boolean.class) {
                arguments[i] = false;
            } else if (type == int.class) {
                arguments[i] = 0;
            }
        }
        if (OF_A_TABLE.contains(method.getName())) {
            arguments[2] = "book";
        }
        try {
            if (method.invoke(metadata, arguments) instanceof ResultSet rows) {
                while (rows.next()) {
                    rows.getString(1);
                }
            }
            return true;
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof SQLFeatureNotSupportedException)) {
                failures.add(method.getName() + ": " + e.getCause());
            }
            return false;
        }
    }

    private static List<String> column(ResultSet rows, String name) throws SQLException {
        var values = new ArrayList<String>();
        while (rows.next()) {
            values.add(rows.getString(name));
        }
        return values;
    }

    @Test
    @NeedsProgram(value = "sqlite3", python = {"psycopg2", "sqlalchemy"})
    void sqlalchemyReflectsTheSchema() {
        try (ServerProcess server = serve()) {
            assertThat(python(server, "sqlalchemy_reflect.py")).isEqualTo("""
                    author: id BIGINT, name VARCHAR(80), born DATE, rating NUMERIC(4, 2), active BOOLEAN
                      key id
                      unique author_name_born_key name, born
                    book: isbn TEXT, title TEXT, author_id BIGINT, price DOUBLE_PRECISION
                      key isbn
                      references author(id) ON DELETE CASCADE
                      index book_title title, price
                      check length(title) > 0
                    expensive: title TEXT, price DOUBLE_PRECISION
                    """);
        }
    }

    @Test
    @NeedsProgram(value = "sqlite3", python = {"psycopg2", "django"})
    void djangoMakesModelsOfTheSchema() {
        try (ServerProcess server = serve()) {
            assertThat(python(server, "django_inspectdb.py"))
                    .contains("class Author(models.Model):", "id = models.Big")
                    .contains("name = models.CharField(max_length=80)", "unique_together = (('name', 'born'),)")
                    .contains("rating = models.DecimalField(max_digits=4, decimal_places=2, blank=True, null=True)")
                    .contains("author = models.ForeignKey(Author, models.DO_NOTHING)")
                    .contains("db_table = 'expensive'");
        }
    }

    private static String python(ServerProcess server, String script) {
        return Programs.run(Tree.toServer(server, Interpreter.PYTHON.script("python/" + script)), "").succeeded();
    }
}
